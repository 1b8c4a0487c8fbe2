package harness

import (
	"encoding/json"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// mcpIntegration puts an MCP integration into the API.
func (r *vendorResource) mcpIntegration(planned map[string]any) map[string]any {
	fields := given(planned, "name", "slug", "url", "auth_type", "transport", "description")
	if text, is := planned["configurations"].(string); is {
		fields["configurations"] = json.RawMessage(text)
	}
	home, _ := planned["workspace_id"].(string)
	r.api.Add(emulator.MCPIntegrations, home, fields)
	made := r.last(emulator.MCPIntegrations)
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "type": made.Fields["type"], "status": "active", "owner_id": made.Fields["owner_id"],
		"workspace_id": planned["workspace_id"], "created_at": seconds(made), "last_updated_at": noTime,
	}
}

// mcpAccess puts a row of an MCP integration into the API.
func (r *vendorResource) mcpAccess(planned map[string]any) map[string]any {
	home, _ := planned["workspace_id"].(string)
	integration, _ := planned["mcp_integration_id"].(string)
	r.api.Add(emulator.MCPIntegrationWorkspaces, home, map[string]any{"integration_id": integration})
	return map[string]any{"id": integration + "/" + home, "enabled": true}
}

// mcpCapabilities enables and disables what an MCP integration offers.
func (r *vendorResource) mcpCapabilities(planned map[string]any) map[string]any {
	capabilities, _ := planned["capabilities"].([]any)
	for _, one := range capabilities {
		capability, _ := one.(map[string]any)
		key, _ := capability["type"].(string)
		name, _ := capability["name"].(string)
		r.api.Add(emulator.MCPCapabilities, "", map[string]any{
			"integration_id": planned["mcp_integration_id"], "name": key + "/" + name, "enabled": capability["enabled"],
		})
	}
	return map[string]any{"id": planned["mcp_integration_id"]}
}
