package mcpconnections_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

// The users who are logged in are shown, or one of them, by the id and the slug of the server
// and of its workspace.
func TestDataSource(t *testing.T) {
	t.Parallel()
	const alice, bob = "0d6b5f3e-2c1a-4f7d-9e8b-6a5c4d3e2f10", "7e9a1c2b-4d5f-4a6b-8c7d-9e0f1a2b3c4d"
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.MCPIntegrations, "", attrs{"name": "GitHub", "slug": "github"})
	id := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Tools", "slug": "tools", "mcp_integration_id": "github"})
	env.API.Edit(emulator.MCPServers, id, attrs{"connections": attrs{alice: attrs{"created_at": "2026-10-01T08:00:00Z"}, bob: attrs{"connected": false}}})
	const typeName = "portkey_mcp_server_connections"
	d := env.Driver(t)
	for _, server := range []string{id, "tools"} {
		for _, workspace := range []string{home.ID, home.Slug} {
			got, diags := d.Data(typeName, attrs{"mcp_server_id": server, "workspace_id": workspace})
			harness.NoErrors(t, diags)
			all := got["connections"].([]any)
			first, second := all[0].(attrs), all[1].(attrs)
			if len(all) != 2 || first["user_id"] != alice || first["connected"] != true || first["created_at"] != "2026-10-01T08:00:00Z" || second["connected"] != false {
				t.Errorf("got %v", all)
			}
		}
	}
	got, diags := d.Data(typeName, attrs{"mcp_server_id": id, "workspace_id": home.ID, "user_id": bob})
	harness.NoErrors(t, diags)
	if all := got["connections"].([]any); len(all) != 1 || all[0].(attrs)["user_id"] != bob {
		t.Errorf("got %v", all)
	}
	_, diags = d.Data(typeName, attrs{"mcp_server_id": "nowhere", "workspace_id": home.ID})
	harness.WantError(t, diags, "", "Cannot list MCP server connections", "404 AB08")
	_, diags = d.Data(typeName, attrs{"mcp_server_id": id, "workspace_id": "ws-nowhere-000000"})
	harness.WantError(t, diags, "workspace_id", "ws-nowhere-000000")
}
