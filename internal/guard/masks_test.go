package guard_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklog"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
)

func TestMask_everySpellingInEveryRequest(t *testing.T) {
	t.Parallel()

	const secret = `pk-"canary"/<&>+ é`
	guard.Mask(secret)
	inJSON, err := json.Marshal(map[string]string{"key": secret})
	if err != nil {
		t.Fatal(err)
	}
	spellings := []string{
		secret,
		string(inJSON),
		`{"key":"pk-\"canary\"/<&>+ é"}`,
		url.QueryEscape(secret),
		url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.URLEncoding.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		hex.EncodeToString([]byte(secret)),
		strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}

	server := guard.Wrap(&fake{read: func(ctx context.Context, _ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
		for _, s := range spellings {
			tflog.Info(ctx, "message "+s, map[string]any{"field": s})
			tfsdklog.Info(ctx, "message "+s, map[string]any{"field": s})
		}
		return &tfprotov6.ReadResourceResponse{}, nil
	}})
	var log, sdkLog bytes.Buffer
	ctx := tfsdklogtest.RootLogger(tflogtest.RootLogger(t.Context(), &log), &sdkLog)
	if _, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{}); err != nil {
		t.Fatal(err)
	}

	for name, text := range map[string]string{"tflog": log.String(), "tfsdklog": sdkLog.String()} {
		if got, want := strings.Count(text, `"message `), len(spellings); name == "tflog" && got < want {
			t.Errorf("%s: %d lines, want %d", name, got, want)
		}
		for _, part := range append(spellings, "canary", "%22canary", base64.RawStdEncoding.EncodeToString([]byte(secret))[:12],
			base64.StdEncoding.EncodeToString([]byte("user:" + secret))[8:20], hex.EncodeToString([]byte("canary")), strings.ToUpper(hex.EncodeToString([]byte("canary")))) {
			if strings.Contains(text, part) {
				t.Errorf("%s shows %q:\n%s", name, part, text)
			}
		}
	}
}

func TestMask_whileARequestRuns(t *testing.T) {
	t.Parallel()

	const secret = "pk-learnt-while-configuring"
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	guard.Mask(secret)
	tflog.Info(guard.WithMasks(ctx), secret)
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log shows the secret: %s", log.String())
	}
}

func TestMask_longestFirst(t *testing.T) {
	t.Parallel()

	guard.Mask("pk-shared-prefix")
	guard.Mask("pk-shared-prefix-and-the-rest")
	var log bytes.Buffer
	tflog.Info(guard.WithMasks(tflogtest.RootLogger(t.Context(), &log)), "pk-shared-prefix-and-the-rest")
	if strings.Contains(log.String(), "and-the-rest") {
		t.Errorf("the tail of a secret shows: %s", log.String())
	}
}

func TestMask_leavesShortStringsAlone(t *testing.T) {
	t.Parallel()

	guard.Mask("")
	guard.Mask("GET")
	var log bytes.Buffer
	tflog.Info(guard.WithMasks(tflogtest.RootLogger(t.Context(), &log)), "GET /workspaces")
	if !strings.Contains(log.String(), "GET /workspaces") {
		t.Errorf("masked by chance: %s", log.String())
	}
}
