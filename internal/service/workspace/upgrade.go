package workspace

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorProvider is the vendor's own provider, whose portkey_workspace has
// schema version 0. Versions of this provider start at 1, so version 0 is the
// vendor's wherever it turns up.
const vendorProvider = "portkey-ai/portkey"

// vendorState is a workspace in a state that the vendor's provider wrote.
type vendorState struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Icon        string            `json:"icon"`
	Metadata    map[string]string `json:"metadata"`
	UsageLimits []struct {
		Type           string   `json:"type"`
		CreditLimit    *float64 `json:"credit_limit"`
		AlertThreshold *float64 `json:"alert_threshold"`
		PeriodicReset  string   `json:"periodic_reset"`
	} `json:"usage_limits"`
	RateLimits []struct {
		Type  string `json:"type"`
		Unit  string `json:"unit"`
		Value *int64 `json:"value"`
	} `json:"rate_limits"`
	ForceDelete bool   `json:"force_delete"`
	CreatedAt   string `json:"created_at"`
	UpdatedAt   string `json:"updated_at"`
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
		CreatedAt:     timestamp(v.CreatedAt),
		LastUpdatedAt: timestamp(v.UpdatedAt),
	}}
	// The vendor's provider puts nothing beneath it.
	m.EffectiveMetadata = tfkit.TextMap(v.Metadata)
	if len(v.Metadata) > 0 {
		m.Defaults = &defaults{Metadata: v.Metadata}
	}
	for _, limit := range v.UsageLimits {
		m.UsageLimits = append(m.UsageLimits, limits.UsageLimit{
			Type:           tfkit.TextOrNull(limit.Type),
			CreditLimit:    limit.CreditLimit,
			AlertThreshold: limit.AlertThreshold,
			PeriodicReset:  tfkit.TextOrNull(limit.PeriodicReset),
		})
	}
	for _, limit := range v.RateLimits {
		m.RateLimits = append(m.RateLimits, limits.RateLimit{
			Type:  tfkit.TextOrNull(limit.Type),
			Unit:  tfkit.TextOrNull(limit.Unit),
			Value: limit.Value,
		})
	}
	if v.ForceDelete {
		m.ForceDelete = &v.ForceDelete
	}
	return m
}

// timestamp is null for what the vendor's provider writes where the API told no
// time: its zero.
func timestamp(s string) types.String {
	if t, err := time.Parse(time.RFC3339, s); err != nil || t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// upgradeVendor turns the raw state into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (model, bool) {
	var old vendorState
	err := json.Unmarshal(raw, &old)
	if err != nil || old.ID == "" {
		diags.AddError("Cannot upgrade workspace",
			"The state of schema version 0 does not look like one that the provider portkey-ai/portkey wrote: it holds no id, or a value of another type. "+
				"The state was left as it is: import the workspace anew.\n"+tfkit.More(tfkit.SectionUpgrade))
		return model{}, false
	}
	return old.model(), true
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{
		0: {StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			if upgraded, ok := upgradeVendor(req.RawState.JSON, &resp.Diagnostics); ok {
				resp.Diagnostics.Append(resp.State.Set(ctx, upgraded)...)
			}
		}},
	}
}

// MoveState takes over a workspace of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if !strings.HasSuffix(req.SourceProviderAddress, "/"+vendorProvider) ||
			req.SourceTypeName != "portkey_workspace" || req.SourceSchemaVersion != 0 {
			return
		}
		if moved, ok := upgradeVendor(req.SourceRawState.JSON, &resp.Diagnostics); ok {
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, moved)...)
			resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root("id"), moved.ID)...)
		}
	}}}
}
