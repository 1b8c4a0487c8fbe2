package portkey_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// mcpAPI is an API with an MCP integration, two workspaces of which the second may use it,
// and a client.
func mcpAPI(t *testing.T) (api *emulator.Server, c *portkey.Client, id string, first, second emulator.Workspace) {
	t.Helper()
	api = emulator.New()
	first, second = api.AddWorkspace(map[string]any{"name": "Production"}), api.AddWorkspace(map[string]any{"name": "Staging"})
	id = api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "Tickets", "slug": "tickets"})
	api.Add(emulator.MCPIntegrationWorkspaces, second.ID, map[string]any{"integration_id": id})
	return api, clientOf(t, api, emulator.AdminKey), id, first, second
}

// A list item has the configurations in a string, and a read of one as an object.
func TestMCPIntegrations_configurations(t *testing.T) {
	t.Parallel()
	api, c, id, _, _ := mcpAPI(t)
	api.Edit(emulator.MCPIntegrations, id, map[string]any{"configurations": map[string]any{"forward_headers": []any{"x-a"}}})
	all, err := portkey.NewMCPIntegrations(c, "").List(t.Context(), nil)
	if err != nil || len(all) != 1 {
		t.Fatalf("listed %v: %v", all, err)
	}
	one, err := portkey.NewMCPIntegrations(c, "").GetUncached(t.Context(), id)
	const want = `{"forward_headers":["x-a"]}`
	if err != nil || all[0].Configurations.Or("") != want || one.Configurations.Or("") != want {
		t.Errorf("listed %v, read %v: %v", all[0].Configurations, one.Configurations, err)
	}
}

// A row enables its workspace and leaves the other rows, by the id and by the slug.
func TestMCPIntegrationAccesses_writesItsRow(t *testing.T) {
	t.Parallel()
	api, c, id, first, second := mcpAPI(t)
	write := func(integration string, row portkey.MCPIntegrationAccessWrite) {
		t.Helper()
		err := portkey.NewMCPIntegrationAccesses(c, integration).Write(t.Context(), func(list portkey.IntegrationWorkspaces) ([]portkey.MCPIntegrationAccessWrite, error) {
			if one, there := list.Of(second.ID, second.Slug); !there || !one.IsEnabled() {
				t.Errorf("the list is %v", list)
			}
			return []portkey.MCPIntegrationAccessWrite{row}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	write("tickets", portkey.MCPIntegrationAccessWrite{ID: first.ID, Enabled: true})
	if rows := api.All(emulator.MCPIntegrationWorkspaces); len(rows) != 2 || rows[0].Archived || rows[1].Archived {
		t.Errorf("there are %v", rows)
	}
	if known, err := c.ResolveMCPIntegration(t.Context(), "tickets"); err != nil || known.ID != id {
		t.Errorf("resolved to %v: %v", known, err)
	}
	api.ResetRequests()
	write("tickets", portkey.MCPIntegrationAccessWrite{ID: first.ID})
	if sent := api.Requests(); !slices.ContainsFunc(sent, func(r emulator.Request) bool {
		return r.Method == http.MethodPut && r.Path == "/v1/mcp-integrations/"+id+"/workspaces"
	}) {
		t.Errorf("sent %v", sent)
	}
}

// What keeps an MCP integration from being deleted are the servers of it.
func TestMCPIntegrationUse(t *testing.T) {
	t.Parallel()
	api, c, id, _, second := mcpAPI(t)
	integration, err := portkey.NewMCPIntegrations(c, "").GetUncached(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if use := c.MCPIntegrationUse(t.Context(), integration); len(use.Users) > 0 || use.Hidden {
		t.Errorf("used by %v", use)
	}
	api.Add(emulator.MCPServers, second.ID, map[string]any{"name": "Support", "mcp_integration_id": id})
	other := api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "Other", "slug": "other"})
	api.Add(emulator.MCPIntegrationWorkspaces, second.ID, map[string]any{"integration_id": other})
	api.Add(emulator.MCPServers, second.ID, map[string]any{"name": "Another", "mcp_integration_id": other})
	if use := c.MCPIntegrationUse(t.Context(), integration); len(use.Users) != 1 || use.Users[0] != fmt.Sprintf("MCP server %q of workspace %s", "Support", second.ID) {
		t.Errorf("used by %v", use)
	}
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/mcp-servers", Status: http.StatusForbidden})
	if use := c.MCPIntegrationUse(t.Context(), integration); !use.Hidden {
		t.Errorf("used by %v", use)
	}
}
