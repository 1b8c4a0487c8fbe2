package prompt

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a prompt in a state that the vendor's provider wrote.
type vendorState struct {
	ID                 string `json:"id"`
	Slug               string `json:"slug"`
	CollectionID       string `json:"collection_id"`
	Name               string `json:"name"`
	Template           string `json:"template"`
	Model              string `json:"model"`
	VirtualKey         string `json:"virtual_key"`
	Parameters         string `json:"parameters"`
	VersionDescription string `json:"version_description"`
	PromptVersion      *int64 `json:"prompt_version"`
	PromptVersionID    string `json:"prompt_version_id"`
	Status             string `json:"status"`
	CreatedAt          string `json:"created_at"`
	UpdatedAt          string `json:"updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model. Its parameters have the
// model too, where Portkey has added it.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug, m.Status = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.Status)
	m.CollectionID, m.Name, m.Template = tfkit.TextOrNull(old.CollectionID), tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.Template)
	m.Model, m.ProviderID, m.VersionDescription = tfkit.TextOrNull(old.Model), tfkit.TextOrNull(old.VirtualKey), tfkit.TextOrNull(old.VersionDescription)
	if canonicalParameters(old.Parameters) != "" {
		m.Parameters = tfkit.TextOrNull(ownParameters(old.Parameters))
	}
	m.Version, m.VersionID = types.Int64PointerValue(old.PromptVersion), tfkit.StringOrNull(old.PromptVersionID)
	m.LatestVersion = m.Version
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a prompt of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
