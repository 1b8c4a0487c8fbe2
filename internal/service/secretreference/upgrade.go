package secretreference

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is a secret reference in a state that the vendor's provider wrote, without
// the objects of the ways to authenticate.
type vendorState struct {
	ID                 string            `json:"id"`
	Slug               string            `json:"slug"`
	Name               string            `json:"name"`
	ManagerType        string            `json:"manager_type"`
	Description        string            `json:"description"`
	SecretPath         string            `json:"secret_path"`
	SecretKey          string            `json:"secret_key"`
	AllowAllWorkspaces *bool             `json:"allow_all_workspaces"`
	AllowedWorkspaces  []string          `json:"allowed_workspaces"`
	Tags               map[string]string `json:"tags"`
	AuthVersion        *int64            `json:"auth_version"`
	Status             string            `json:"status"`
	CreatedBy          string            `json:"created_by"`
	CreatedAt          string            `json:"created_at"`
	UpdatedAt          string            `json:"updated_at"`
}

// vendorSuffix is what the vendor's names of the objects end in. Their fields have the
// same names.
const vendorSuffix = "_auth"

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	var objects map[string]json.RawMessage
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	_ = json.Unmarshal(raw, &objects) // an object like the state
	m := newModel()
	m.ID, m.Slug, m.Status, m.CreatedBy = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.Status), tfkit.StringOrNull(old.CreatedBy)
	m.Name, m.ManagerType, m.Description = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.ManagerType), tfkit.TextOrNull(old.Description)
	m.SecretPath, m.SecretKey = tfkit.TextOrNull(old.SecretPath), tfkit.TextOrNull(old.SecretKey)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	m.AuthVersion = types.Int64PointerValue(old.AuthVersion)
	if len(old.Tags) > 0 {
		m.Tags = tfkit.TextMap(old.Tags)
	}
	if old.AllowAllWorkspaces != nil && !*old.AllowAllWorkspaces || len(old.AllowedWorkspaces) > 0 {
		allowed := []attr.Value{}
		for _, ref := range old.AllowedWorkspaces {
			allowed = append(allowed, types.StringValue(ref))
		}
		m.AllowedWorkspaces = types.SetValueMust(types.StringType, allowed)
	}
	for _, v := range variants {
		var texts map[string]*string
		if err := json.Unmarshal(objects[v.name+vendorSuffix], &texts); err == nil && texts != nil {
			m.setAuth(map[string]types.Object{v.name: v.object(texts)})
		}
	}
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a secret reference of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
