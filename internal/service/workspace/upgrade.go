package workspace

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a workspace in a state that the vendor's provider wrote.
type vendorState struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Icon        string             `json:"icon"`
	Metadata    map[string]string  `json:"metadata"`
	UsageLimits limits.VendorUsage `json:"usage_limits"`
	RateLimits  limits.VendorRates `json:"rate_limits"`
	ForceDelete bool               `json:"force_delete"`
	CreatedAt   string             `json:"created_at"`
	UpdatedAt   string             `json:"updated_at"`
}

// model is the same workspace in this provider's words, canonically spelled.
// What the vendor's schema lacks is null until the next refresh.
func (v vendorState) model() model {
	m := model{attributes: attributes{
		ID:            types.StringValue(v.ID),
		Slug:          types.StringNull(),
		Name:          tfkit.TextOrNull(portkey.PlainName(v.Icon, v.Name)),
		Description:   tfkit.TextOrNull(v.Description),
		Icon:          tfkit.TextOrNull(v.Icon),
		CreatedAt:     tfkit.VendorTime(v.CreatedAt),
		LastUpdatedAt: tfkit.VendorTime(v.UpdatedAt),
	}}
	// The vendor's provider has no default_metadata.
	m.EffectiveMetadata = tfkit.TextMap(v.Metadata)
	if len(v.Metadata) > 0 {
		m.Defaults = &defaults{Metadata: v.Metadata}
	}
	m.UsageLimits, m.RateLimits = v.UsageLimits.Limits(), v.RateLimits.Limits()
	if v.ForceDelete {
		m.ForceDelete = &v.ForceDelete
	}
	return m
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	return types.StringValue(old.ID), old.model()
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a workspace of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
