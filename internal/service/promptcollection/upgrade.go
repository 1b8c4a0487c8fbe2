package promptcollection

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a collection in a state that the vendor's provider wrote.
type vendorState struct {
	ID                 string `json:"id"`
	Slug               string `json:"slug"`
	WorkspaceID        string `json:"workspace_id"`
	Name               string `json:"name"`
	ParentCollectionID string `json:"parent_collection_id"`
	IsDefault          *bool  `json:"is_default"`
	Status             string `json:"status"`
	CreatedAt          string `json:"created_at"`
	LastUpdatedAt      string `json:"last_updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug)
	m.WorkspaceID, m.ParentCollectionID = tfkit.StringOrNull(old.WorkspaceID), tfkit.StringOrNull(old.ParentCollectionID)
	m.Name, m.Status, m.IsDefault = tfkit.TextOrNull(old.Name), tfkit.StringOrNull(old.Status), types.BoolPointerValue(old.IsDefault)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.LastUpdatedAt)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a collection of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
