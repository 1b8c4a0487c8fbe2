package conformance

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// logged runs the writes of a server with all that they log in one buffer.
type logged struct {
	tfprotov6.ProviderServer
	log *bytes.Buffer
}

func (l logged) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return l.ProviderServer.ApplyResourceChange(tfsdklogtest.RootLogger(tflogtest.RootLogger(ctx, l.log), l.log), req)
}

// crash makes the provider panic in the middle of a create with all that it
// holds then, and returns what is left of that: the log and the diagnostics.
func crash(t *testing.T, key, header, metadata *canary) []byte {
	t.Helper()
	env := harness.Start(t)
	env.Tune(func(config *portkey.Options) { //nolint:gosec // no key is kept
		config.Transport = panicking{}
	})
	var log bytes.Buffer
	d := harness.NewDriver(t, logged{env.Server(), &log})
	err := d.Configure(map[string]any{
		"base_url": env.BaseURL, "api_key": key.value, "headers": map[string]string{"X-Gateway": header.value},
	}).Err()
	if err != nil {
		t.Fatal(err)
	}
	const address = "portkey_workspace.crash"
	plan, diags := d.Plan(address, map[string]any{
		"name": "crash", "allow_duplicate_name": true, // so that the plan sends nothing
		"defaults": map[string]any{"metadata": map[string]string{"owner": metadata.value}},
	})
	diags = append(diags, d.Apply(plan)...)
	if !bytes.Contains(log.Bytes(), []byte("The provider panicked")) || !bytes.Contains([]byte(diags.String()), []byte("The provider panicked")) {
		t.Fatalf("the panic left no trace: %s", diags)
	}
	return append(log.Bytes(), diags.String()...)
}

// panicking panics with the whole request.
type panicking struct{}

func (panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	panic(fmt.Errorf("%v %v %v", r.URL, r.Header, r.Body))
}
