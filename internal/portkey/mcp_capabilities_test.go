package portkey_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// served answers requests without a network, so that time can be the test's.
type served struct{ api *emulator.Server }

func (s served) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	s.api.ServeHTTP(answer, r)
	return answer.Result(), nil
}

// The sync is waited for as long as it takes, or as long as was asked for: then the error
// says what was waited for. One that has failed, or is over, is not waited for.
func TestAwaitMCPCapabilities(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers  emulator.Answers
		key      string
		took     time.Duration // at least, and at most 5 s more
		status   string
		reason   string
		isSynced bool
	}{
		"synced":         {answers: emulator.Answers{SyncedAtOnce: true}, key: "tool/delete_issue", isSynced: true},
		"a minute later": {answers: emulator.Answers{SyncTakes: time.Minute}, key: "tool/delete_issue", took: time.Minute, isSynced: true},
		"too late":       {answers: emulator.Answers{SyncTakes: time.Hour}, key: "tool/delete_issue", took: 2 * time.Minute, status: "pending"},
		"failed":         {answers: emulator.Answers{SyncError: "connection refused"}, key: "tool/delete_issue", status: "error", reason: "connection refused"},
		"unknown":        {answers: emulator.Answers{SyncedAtOnce: true}, key: "tool/delete", status: "synced"},
		"unknown later":  {answers: emulator.Answers{SyncTakes: time.Minute}, key: "tool/delete", took: time.Minute, status: "synced"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := emulator.New(emulator.WithAnswers(c.answers))
				api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "GitHub", "slug": "github"})
				client, err := portkey.New(portkey.Options{APIKey: emulator.AdminKey, Transport: served{api}})
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				err = client.AwaitMCPCapabilities(t.Context(), portkey.OfMCPIntegration, "github", []string{c.key}, 2*time.Minute)
				if took := time.Since(began); took < c.took || took > c.took+6*time.Second {
					t.Errorf("it took %s", took)
				}
				var lacking *portkey.NotSyncedError
				if c.isSynced {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if !errors.As(err, &lacking) || lacking.Status != c.status || lacking.Reason != c.reason || !slices.Equal(lacking.Missing, []string{c.key}) ||
					lacking.What != "MCP integration github" || lacking.Waited < c.took || (c.status == "synced") != (len(lacking.Listed) == 6) {
					t.Errorf("got %+v", err)
				}
			})
		})
	}
}

// All pages are read, by 500 each.
func TestMCPCapabilities_pages(t *testing.T) {
	t.Parallel()
	api := emulator.New(emulator.WithAnswers(emulator.Answers{SyncedAtOnce: true}))
	api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "GitHub", "slug": "github"})
	var keys []string
	for i := range 1100 {
		keys = append(keys, fmt.Sprintf("tool/t%04d", i))
	}
	api.SetCapabilities("github", keys...)
	list, err := portkey.NewMCPCapabilities(clientOf(t, api, emulator.AdminKey), portkey.OfMCPIntegration, "github").List(t.Context())
	if lacks := list.Lacks(keys); err != nil || len(lacks) > 0 || len(list) != len(keys) {
		t.Errorf("got %d, without %d: %v", len(list), len(lacks), err)
	}
	var pages []string
	for _, one := range api.Requests() {
		pages = append(pages, one.RawQuery)
	}
	if want := []string{"page=1&page_size=500", "page=2&page_size=500", "page=3&page_size=500"}; !slices.Equal(pages, want) {
		t.Errorf("requests %q, want %q", pages, want)
	}
}

// A wait ends with its caller.
func TestAwaitMCPCapabilities_stopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := emulator.New(emulator.WithAnswers(emulator.Answers{SyncTakes: time.Hour}))
		api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "GitHub", "slug": "github"})
		client, err := portkey.New(portkey.Options{APIKey: emulator.AdminKey, Transport: served{api}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		err = client.AwaitMCPCapabilities(ctx, portkey.OfMCPIntegration, "github", []string{"tool/delete_issue"}, time.Hour)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}
