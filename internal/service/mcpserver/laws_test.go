package mcpserver

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	laws.Of[model, portkey.MCPServer, portkey.MCPServerUpdate]{
		Path: "/mcp-servers",
		ID:   func(answer portkey.MCPServer) string { return answer.ID.Or("") },
		Prepare: func(api *emulator.Server) {
			api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
			id := api.Add(emulator.MCPIntegrations, "", map[string]any{"slug": "tools"})
			api.Add(emulator.MCPIntegrationWorkspaces, home, map[string]any{"integration_id": id})
		},
		Draw: func(t *rapid.T) model {
			var m model
			m.Name = laws.One(t, "name", "Tools", "Tools (staging)")
			m.Description = laws.Maybe(t, "description", "", "Of the fraud team", "Of the fraud team\n", "Of the search team")
			return m
		},
		Plan: func(m model) model {
			m.WorkspaceID, m.MCPIntegrationID = types.StringValue(home), types.StringValue("tools")
			return m
		},
		Create:  func(m model) any { return m.create(home) },
		Differs: model.differs,
		Observe: func(m model, answer portkey.MCPServer) model { return m.observe(answer) },
		Changes: func(m, state model, live portkey.MCPServer) []portkey.MCPServerUpdate { return m.changes(state, live) },
	}.Hold(t)
}
