package apikey

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var (
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
)

// vendorState is an API key in a state that the vendor's provider wrote.
type vendorState struct {
	ID                  string                   `json:"id"`
	Key                 string                   `json:"key"`
	Type                string                   `json:"type"`
	SubType             string                   `json:"sub_type"`
	WorkspaceID         string                   `json:"workspace_id"`
	UserID              string                   `json:"user_id"`
	OrganisationID      string                   `json:"organisation_id"`
	Name                string                   `json:"name"`
	Description         string                   `json:"description"`
	Scopes              []string                 `json:"scopes"`
	Metadata            map[string]string        `json:"metadata"`
	ConfigID            string                   `json:"config_id"`
	AllowConfigOverride *bool                    `json:"allow_config_override"`
	AlertEmails         []string                 `json:"alert_emails"`
	ExpiresAt           string                   `json:"expires_at"`
	UsageLimits         *limits.VendorUsageLimit `json:"usage_limits"`
	RateLimits          limits.VendorRates       `json:"rate_limits"`
	RotationPolicy      *struct {
		RotationPeriod        string   `json:"rotation_period"`
		NextRotationAt        string   `json:"next_rotation_at"`
		KeyTransitionPeriodMS *float64 `json:"key_transition_period_ms"`
	} `json:"rotation_policy"`
	RotateTrigger            string   `json:"rotate_trigger"`
	RotateTransitionPeriodMS *float64 `json:"rotate_transition_period_ms"`
	KeyTransitionExpiresAt   string   `json:"key_transition_expires_at"`
	LastResetAt              string   `json:"last_reset_at"`
	Status                   string   `json:"status"`
	CreatedAt                string   `json:"created_at"`
	UpdatedAt                string   `json:"updated_at"`
}

// model is the same key in this provider's words, canonically spelled. What the vendor's
// schema lacks is null until the next refresh, and the key is kept: no refresh returns it.
func (v vendorState) model() model {
	m := model{attributes: attributes{
		ID: types.StringValue(v.ID), WorkspaceID: tfkit.StringOrNull(v.WorkspaceID), UserID: tfkit.TextOrNull(v.UserID),
		Name: tfkit.TextOrNull(v.Name), Description: tfkit.TextOrNull(v.Description),
		Scopes: v.Scopes, AlertEmails: v.AlertEmails, ExpiresAt: tfkit.TextOrNull(v.ExpiresAt),
		OrganisationID: tfkit.StringOrNull(v.OrganisationID), Status: tfkit.StringOrNull(v.Status),
		LastResetAt: tfkit.VendorTime(v.LastResetAt), CreatedAt: tfkit.VendorTime(v.CreatedAt), LastUpdatedAt: tfkit.VendorTime(v.UpdatedAt),
		RotationPolicy: v.policy(),
	}}
	if v.Type != "" && v.SubType != "" {
		m.Type = new(v.Type + "-" + v.SubType)
	}
	if len(v.AlertEmails) == 0 {
		m.AlertEmails = nil
	}
	m.RotateTrigger, m.RotateTransitionPeriodMS = tfkit.TextOrNull(v.RotateTrigger), tfkit.Number(v.RotateTransitionPeriodMS)
	m.KeyTransitionExpiresAt = tfkit.VendorTime(v.KeyTransitionExpiresAt)
	m.Key = tfkit.StringOrNull(v.Key)
	if v.Key != "" {
		m.KeyVersion = types.Int64Value(1)
	}

	// The vendor's provider has no default_metadata.
	m.EffectiveMetadata = tfkit.TextMap(v.Metadata)
	own := defaults{ConfigID: tfkit.TextOrNull(v.ConfigID)}
	if len(v.Metadata) > 0 {
		own.Metadata = v.Metadata
	}
	if v.AllowConfigOverride != nil && !*v.AllowConfigOverride {
		own.AllowConfigOverride = v.AllowConfigOverride
	}
	if own.Metadata != nil || own.ConfigID != nil || own.AllowConfigOverride != nil {
		m.Defaults = &own
	}
	if limit := v.UsageLimits; limit != nil && limit.CreditLimit != nil {
		m.UsageLimits = limits.VendorUsage{*limit}.Limits()
	}
	m.RateLimits = v.RateLimits.Limits()
	return m
}

// policy is the rotation policy. The vendor's provider stores the date that the server
// computes for a period.
func (v vendorState) policy() *rotationPolicy {
	if v.RotationPolicy == nil {
		return nil
	}
	policy := rotationPolicy{
		RotationPeriod:        tfkit.TextOrNull(v.RotationPolicy.RotationPeriod),
		KeyTransitionPeriodMS: tfkit.Number(v.RotationPolicy.KeyTransitionPeriodMS),
	}
	if !policy.isPeriodic() {
		policy.NextRotationAt = tfkit.TextOrNull(v.RotationPolicy.NextRotationAt)
	}
	return &policy
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

// MoveState takes over an API key of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
