package integration

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// vendorState is an integration in a state that the vendor's provider wrote. Its
// configurations have the secrets among them. What it says of models is a resource of its
// own here.
type vendorState struct {
	ID             string `json:"id"`
	Slug           string `json:"slug"`
	Name           string `json:"name"`
	AIProviderID   string `json:"ai_provider_id"`
	WorkspaceID    string `json:"workspace_id"`
	Description    string `json:"description"`
	Key            string `json:"key"`
	KeyVersion     *int64 `json:"key_version"`
	Configurations string `json:"configurations"`
	SecretMappings []struct {
		TargetField       string `json:"target_field"`
		SecretReferenceID string `json:"secret_reference_id"`
		SecretKey         string `json:"secret_key"`
		ValueFormat       string `json:"value_format"`
	} `json:"secret_mappings"`
	Type      string `json:"type"`
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
	UpdatedAt string `json:"updated_at"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.ID == "" {
		diags.Append(noun.NotVendorState())
	}
	m := blank()
	m.ID, m.Slug, m.WorkspaceID = types.StringValue(old.ID), tfkit.StringOrNull(old.Slug), tfkit.StringOrNull(old.WorkspaceID)
	m.Name, m.AIProviderID, m.Description = tfkit.TextOrNull(old.Name), tfkit.TextOrNull(old.AIProviderID), tfkit.TextOrNull(old.Description)
	m.Type, m.Status = tfkit.StringOrNull(old.Type), tfkit.StringOrNull(old.Status)
	m.Key, m.KeyWOVersion = tfkit.StringOrNull(old.Key), types.Int64PointerValue(old.KeyVersion)
	m.CreatedAt, m.LastUpdatedAt = tfkit.VendorTime(old.CreatedAt), tfkit.VendorTime(old.UpdatedAt)
	m.Configurations, m.SecretConfigurations = splitConfigurations(old.Configurations)
	for _, one := range old.SecretMappings {
		m.SecretMappings = append(m.SecretMappings, tfkit.SecretMapping{
			TargetField: tfkit.TextOrNull(one.TargetField), SecretReferenceID: tfkit.TextOrNull(one.SecretReferenceID),
			SecretKey: tfkit.TextOrNull(one.SecretKey), ValueFormat: tfkit.TextOrNull(one.ValueFormat),
		})
	}
	return m.ID, m
}

// splitConfigurations splits configurations into those that plans may show and the
// secrets. Headers can contain credentials, and are among the secrets.
func splitConfigurations(text string) (*string, types.Map) {
	plain, secret := fieldsOf(text), map[string]string{}
	for name, value := range plain {
		if !slices.Contains(secretFields, name) && name != "custom_headers" {
			continue
		}
		delete(plain, name)
		var unquoted string
		if json.Unmarshal(value, &unquoted) != nil {
			unquoted = tfkit.CanonicalJSON(string(value)) // as jsonencode writes it
		}
		secret[name] = unquoted
	}
	if len(secret) == 0 {
		return tfkit.TextOrNull(plain.text()), types.MapNull(types.StringType)
	}
	return tfkit.TextOrNull(plain.text()), tfkit.TextMap(secret)
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over an integration of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
