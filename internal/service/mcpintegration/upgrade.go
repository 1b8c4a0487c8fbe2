package mcpintegration

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is an MCP integration in a state that the vendor's provider wrote. It treats
// all of the configurations as a secret, and so does the upgrade.
type vendorState struct {
	ID             string `json:"id"`
	Slug           string `json:"slug"`
	Name           string `json:"name"`
	URL            string `json:"url"`
	AuthType       string `json:"auth_type"`
	Transport      string `json:"transport"`
	WorkspaceID    string `json:"workspace_id"`
	Description    string `json:"description"`
	Configurations string `json:"configurations"`
	Type           string `json:"type"`
	Status         string `json:"status"`
	OwnerID        string `json:"owner_id"`
	CreatedAt      string `json:"created_at"`
	LastUpdatedAt  string `json:"last_updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	var m model
	m.ID, m.Slug, m.WorkspaceID = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.WorkspaceID)
	m.Name, m.URL, m.Description = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.URL), tfkit.TextOrNull(old.Description)
	m.AuthType, m.Transport = tfkit.TextOrNull(old.AuthType), tfkit.TextOrNull(old.Transport)
	m.Type, m.Status, m.OwnerID = tfkit.StringOrNull(old.Type), tfkit.StringOrNull(old.Status), tfkit.StringOrNull(old.OwnerID)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.LastUpdatedAt)
	m.SecretConfigurations = tfkit.StringOrNull(textOf(objectOf(old.Configurations)))
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over an MCP integration of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
