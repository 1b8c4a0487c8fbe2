package scim

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a mapping in a state that the vendor's provider wrote.
type vendorState struct {
	ID          string `json:"id"`
	WorkspaceID string `json:"workspace_id"`
	Role        string `json:"role"`
	Group       string `json:"scim_group"`
	GroupID     string `json:"scim_group_id"`
	GroupName   string `json:"scim_group_name"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.WorkspaceID = types.StringValue(old.ID), tfkit.StringOrNull(old.WorkspaceID)
	m.Group, m.GroupID = tfkit.StringOrNull(old.Group), tfkit.StringOrNull(old.GroupID)
	m.Role, m.GroupName = tfkit.TextOrNull(old.Role), tfkit.TextOrNull(old.GroupName)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a mapping of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
