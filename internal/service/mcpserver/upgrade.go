package mcpserver

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is an MCP server in a state that the vendor's provider wrote while it had the
// resource, until February 2026. Its schema is not on record; the names are those of the API.
type vendorState struct {
	ID               string `json:"id"`
	WorkspaceID      string `json:"workspace_id"`
	MCPIntegrationID string `json:"mcp_integration_id"`
	Name             string `json:"name"`
	Slug             string `json:"slug"`
	Description      string `json:"description"`
	Status           string `json:"status"`
	CreatedAt        string `json:"created_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model. The identity is null
// until the next refresh, and must not change once it is set: the state may have the slug of
// the workspace.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" || old.WorkspaceID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug, m.WorkspaceID = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.WorkspaceID)
	m.MCPIntegrationID = tfkit.StringOrNull(old.MCPIntegrationID)
	m.Name, m.Description = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.Description)
	m.Status, m.CreatedAt = tfkit.StringOrNull(old.Status), tfkit.VendorTime(old.CreatedAt)
	return types.StringNull(), m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over an MCP server of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
