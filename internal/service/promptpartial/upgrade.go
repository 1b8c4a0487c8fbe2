package promptpartial

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a partial in a state that the vendor's provider wrote.
type vendorState struct {
	ID                 string `json:"id"`
	Slug               string `json:"slug"`
	WorkspaceID        string `json:"workspace_id"`
	Name               string `json:"name"`
	Content            string `json:"content"`
	VersionDescription string `json:"version_description"`
	Version            *int64 `json:"version"`
	VersionID          string `json:"prompt_partial_version_id"`
	Status             string `json:"status"`
	CreatedAt          string `json:"created_at"`
	UpdatedAt          string `json:"updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model. Its identity is null
// until a refresh: the state may have the slug of the workspace, or none.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug, m.WorkspaceID = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.WorkspaceID)
	m.Name, m.Content, m.VersionDescription = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.Content), tfkit.TextOrNull(old.VersionDescription)
	m.Version, m.VersionID = types.Int64PointerValue(old.Version), tfkit.StringOrNull(old.VersionID)
	m.LatestVersion, m.Status = m.Version, tfkit.StringOrNull(old.Status)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	return types.StringNull(), m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a partial of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
