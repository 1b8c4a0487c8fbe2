package guardrail

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a guardrail in a state that the vendor's provider wrote. Checks and
// actions are JSON. Without a workspace it is one of the organisation.
type vendorState struct {
	ID          string `json:"id"`
	Slug        string `json:"slug"`
	WorkspaceID string `json:"workspace_id"`
	Name        string `json:"name"`
	Checks      string `json:"checks"`
	Actions     string `json:"actions"`
	VersionID   string `json:"version_id"`
	Status      string `json:"status"`
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
	m.Name = tfkit.TextOrNull(old.Name)
	scope := ofWorkspace
	if old.WorkspaceID == "" {
		scope = ofOrganisation
	}
	m.Scope = &scope
	m.Checks, m.Actions = vendorRules(old.Checks, old.Actions)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	return m.ID, m
}

// vendorRules are checks and actions that are written as JSON, spelled as that has them.
// What is no such JSON is left out, and the next refresh fills it.
func vendorRules(checksText, actionsText string) ([]check, *actions) {
	var checks []struct {
		ID         string          `json:"id"`
		Name       string          `json:"name"`
		IsEnabled  *bool           `json:"is_enabled"`
		Parameters json.RawMessage `json:"parameters"`
	}
	_ = json.Unmarshal([]byte(checksText), &checks)
	var all []check
	for _, one := range checks {
		all = append(all, check{
			ID: tfkit.TextOrNull(one.ID), Name: tfkit.TextOrNull(one.Name), IsEnabled: one.IsEnabled, Parameters: tfkit.TextOrNull(string(one.Parameters)),
		})
	}
	var seen portkey.GuardrailActions
	if json.Unmarshal([]byte(actionsText), &seen) != nil || seen == nil {
		return all, nil
	}
	var none *actions
	what := none.keep(seen)
	for name, flag := range map[string]**bool{"deny": &what.Deny, "async": &what.Async, "sequential": &what.Sequential} {
		if value, has := seen[name]; has && string(value) != "null" {
			is := boolOf(value, false)
			*flag = &is
		}
	}
	for name, verdict := range map[string]**outcome{"on_success": &what.OnSuccess, "on_fail": &what.OnFail} {
		if value, has := seen[name]; has {
			*verdict = written(value)
		}
	}
	return all, what
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a guardrail of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
