package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a provider in a state that the vendor's provider wrote.
type vendorState struct {
	ID            string `json:"id"`
	WorkspaceID   string `json:"workspace_id"`
	IntegrationID string `json:"integration_id"`
	Name          string `json:"name"`
	Slug          string `json:"slug"`
	Note          string `json:"note"`
	AIProviderID  string `json:"ai_provider_id"`
	Status        string `json:"status"`
	CreatedAt     string `json:"created_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model. Limits and the expiry,
// which that does not manage, are null until the next refresh. So is the identity, which
// must not change once it is set: the state may have the slug of the workspace.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug)
	m.WorkspaceID, m.IntegrationID = tfkit.StringOrNull(old.WorkspaceID), tfkit.StringOrNull(old.IntegrationID)
	m.Name, m.Note = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.Note)
	m.AIProviderName, m.Status = tfkit.StringOrNull(old.AIProviderID), tfkit.StringOrNull(old.Status)
	m.CreatedAt = tfkit.VendorTime(old.CreatedAt)
	return types.StringNull(), m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a provider of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
