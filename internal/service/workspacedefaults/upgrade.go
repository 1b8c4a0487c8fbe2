package workspacedefaults

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is the defaults of a workspace in a state that the vendor's provider wrote.
type vendorState struct {
	ID               string   `json:"id"`
	WorkspaceID      string   `json:"workspace_id"`
	InputGuardrails  []string `json:"input_guardrails"`
	OutputGuardrails []string `json:"output_guardrails"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.WorkspaceID == "" {
		diags.Append(noun.NotVendorState())
	}
	if old.ID == "" {
		old.ID = old.WorkspaceID
	}
	m := model{
		ID: types.StringValue(old.ID), WorkspaceID: types.StringValue(old.WorkspaceID),
		InputGuardrails: old.InputGuardrails, OutputGuardrails: old.OutputGuardrails,
	}
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over defaults of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
