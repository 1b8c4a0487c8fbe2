package invite

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is an invite in a state that the vendor's provider wrote.
type vendorState struct {
	ID         string   `json:"id"`
	Email      string   `json:"email"`
	Role       string   `json:"role"`
	Scopes     []string `json:"scopes"`
	Workspaces []struct {
		ID   string `json:"id"`
		Role string `json:"role"`
	} `json:"workspaces"`
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
	ExpiresAt string `json:"expires_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Status = types.StringValue(old.ID), tfkit.StringOrNull(old.Status)
	m.Email, m.Role = tfkit.TextOrNull(old.Email), tfkit.TextOrNull(old.Role)
	m.APIKeyScopes = old.Scopes
	if old.Workspaces != nil {
		m.Workspaces = []seat{}
	}
	for _, one := range old.Workspaces {
		m.Workspaces = append(m.Workspaces, seat{WorkspaceID: one.ID, Role: one.Role})
	}
	m.CreatedAt, m.ExpiresAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.ExpiresAt)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over an invite of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
