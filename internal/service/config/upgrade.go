package config

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a config in a state that the vendor's provider wrote.
type vendorState struct {
	ID          string `json:"id"`
	Slug        string `json:"slug"`
	WorkspaceID string `json:"workspace_id"`
	Name        string `json:"name"`
	Config      string `json:"config"`
	VersionID   string `json:"version_id"`
	Status      string `json:"status"`
	IsDefault   *bool  `json:"is_default"`
	CreatedAt   string `json:"created_at"`
	UpdatedAt   string `json:"updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug)
	m.WorkspaceID, m.VersionID, m.Status = tfkit.StringOrNull(old.WorkspaceID), tfkit.StringOrNull(old.VersionID), tfkit.StringOrNull(old.Status)
	m.Name, m.Config = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.Config)
	m.IsDefault = types.BoolPointerValue(old.IsDefault)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a config of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
