package policy

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a policy of either kind in a state that the vendor's provider wrote.
// Conditions and GroupBy are JSON in strings.
type vendorState struct {
	ID          string `json:"id"`
	WorkspaceID string `json:"workspace_id"`
	Name        string `json:"name"`
	Type        string `json:"type"`
	Conditions  string `json:"conditions"`
	GroupBy     string `json:"group_by"`
	Status      string `json:"status"`
	CreatedAt   string `json:"created_at"`
	UpdatedAt   string `json:"updated_at"`

	CreditLimit       *float64 `json:"credit_limit"`
	AlertThreshold    *float64 `json:"alert_threshold"`
	PeriodicReset     string   `json:"periodic_reset"`
	PeriodicResetDays *float64 `json:"periodic_reset_days"`

	Unit   string   `json:"unit"`
	Value  *float64 `json:"value"`
	Target string   `json:"target"`
}

// upgradeVendor turns a state of the vendor's provider into what both kinds have.
func upgradeVendor(raw []byte, n tfkit.Noun, diags *diag.Diagnostics) (vendorState, common) {
	var old vendorState
	var conditions []portkey.PolicyCondition
	var groups []portkey.PolicyGroup
	err := json.Unmarshal(raw, &old)
	if err == nil && old.Conditions != "" {
		err = json.Unmarshal([]byte(old.Conditions), &conditions)
	}
	if err == nil && old.GroupBy != "" {
		err = json.Unmarshal([]byte(old.GroupBy), &groups)
	}
	if err != nil || old.ID == "" {
		diags.Append(n.NotVendorState())
	}
	return old, common{
		ID: types.StringValue(old.ID), WorkspaceID: tfkit.StringOrNull(old.WorkspaceID),
		Name: tfkit.TextOrNull(old.Name), Type: tfkit.TextOrNull(old.Type),
		Conditions: observeConditions(nil, conditions), GroupBy: groupKeys(groups),
		Status: tfkit.StringOrNull(old.Status), CreatedAt: tfkit.VendorTime(old.CreatedAt), LastUpdatedAt: tfkit.VendorTime(old.UpdatedAt),
	}
}

// upgradeUsage leaves out the next reset: the state may have that of the server, which no
// configuration sets, and its removal would move it.
func upgradeUsage(raw []byte, diags *diag.Diagnostics) (types.String, usageModel) {
	old, shared := upgradeVendor(raw, usageNoun, diags)
	m := usageModel{}.sharing(shared)
	m.CreditLimit, m.AlertThreshold = tfkit.Number(old.CreditLimit), tfkit.Number(old.AlertThreshold)
	m.PeriodicReset, m.PeriodicResetDays = tfkit.TextOrNull(old.PeriodicReset), tfkit.Number(old.PeriodicResetDays)
	return m.ID, m
}

func upgradeRate(raw []byte, diags *diag.Diagnostics) (types.String, rateModel) {
	old, shared := upgradeVendor(raw, rateNoun, diags)
	m := rateModel{}.sharing(shared)
	target := targetOf(&old.Target)
	m.Unit, m.Value, m.Target = tfkit.TextOrNull(old.Unit), tfkit.Number(old.Value), &target
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource[M]) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(r.upgrade)
}

// MoveState takes over a policy of the vendor's provider by a moved block.
func (r *Resource[M]) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(r.noun.Type, r.upgrade)
}
