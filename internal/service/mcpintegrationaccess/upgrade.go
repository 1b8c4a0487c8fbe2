package mcpintegrationaccess

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is an access in a state that the vendor's provider wrote.
type vendorState struct {
	MCPIntegrationID string `json:"mcp_integration_id"`
	WorkspaceID      string `json:"workspace_id"`
}

// upgradeVendor turns a state of the vendor's provider into a model. Access that was kept
// disabled there is removed by the refresh.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.MCPIntegrationID == "" || old.WorkspaceID == "" {
		diags.Append(noun.NotVendorState())
	}
	m := model{MCPIntegrationID: types.StringValue(old.MCPIntegrationID), WorkspaceID: types.StringValue(old.WorkspaceID)}
	m.ID = types.StringValue(m.address())
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over an access of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
