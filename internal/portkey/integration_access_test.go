package portkey_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// accessed is an API with an integration, two workspaces of which the second may use it, and
// a client.
func accessed(t *testing.T) (api *emulator.Server, c *portkey.Client, first, second emulator.Workspace) {
	t.Helper()
	api = emulator.New()
	first, second = api.AddWorkspace(map[string]any{"name": "Production"}), api.AddWorkspace(map[string]any{"name": "Staging"})
	api.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
	api.Add(emulator.IntegrationWorkspaces, second.ID, map[string]any{"integration_id": "openai"})
	return api, clientOf(t, api, emulator.AdminKey), first, second
}

// A row enables its workspace, creates no provider, and leaves the other rows.
func TestIntegrationAccesses_writesItsRow(t *testing.T) {
	t.Parallel()
	api, c, first, second := accessed(t)
	err := portkey.NewIntegrationAccesses(c, "openai").Write(t.Context(), func(list portkey.IntegrationWorkspaces) ([]portkey.IntegrationAccessWrite, error) {
		if one, there := list.Of(second.ID, second.Slug); !there || !one.IsEnabled() {
			t.Errorf("the list is %v", list)
		}
		return []portkey.IntegrationAccessWrite{{ID: first.ID, Enabled: true}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := api.All(emulator.IntegrationWorkspaces)
	if len(rows) != 2 || rows[0].Archived || rows[1].Archived || len(api.All(emulator.Providers)) > 0 {
		t.Errorf("there are %v and the providers %v", rows, api.All(emulator.Providers))
	}
}

// The default provider is one that was created since, and readable.
func TestClient_DefaultProvider(t *testing.T) {
	t.Parallel()
	api, c, _, home := accessed(t)
	find := func(since time.Time) string {
		t.Helper()
		id, err := c.DefaultProvider(t.Context(), home.ID, "main", since)
		if err != nil {
			t.Error(err)
		}
		return id
	}
	if got := find(time.Time{}); got != "" {
		t.Errorf("found %s, and there is none", got)
	}
	api.Add(emulator.Providers, home.ID, map[string]any{"name": "OpenAI", "slug": "main", "integration_id": "openai"})
	made := api.All(emulator.Providers)[0]
	for since, want := range map[time.Time]string{
		made.CreatedAt: made.ID, made.CreatedAt.Add(-time.Hour): made.ID, made.CreatedAt.Add(time.Second): made.ID, made.CreatedAt.Add(time.Hour): "",
	} {
		if got := find(since); got != want {
			t.Errorf("since %s: found %q, want %q", since, got, want)
		}
	}
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/providers", Status: http.StatusForbidden})
	if got := find(made.CreatedAt); got != "" {
		t.Errorf("found %s, which can't be read", got)
	}
}
