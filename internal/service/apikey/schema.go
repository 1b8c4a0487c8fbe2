package apikey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of API keys.
var noun = tfkit.Noun{
	Words: portkey.APIKeyWords, Type: "portkey_api_key", Name: "name",
	References: "ID or exact name",
	Attributes: []string{
		"name", "description", "type", "workspace_id", "user_id", "scopes", "defaults", "usage_limits", "rate_limits",
		"alert_emails", "expires_at", "rotation_policy",
	},
}

// Schema describes portkey_api_key.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version:             1,
		MarkdownDescription: "Manages an API key.",
		Attributes:          attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show most
// of them too.
func attributesSchema() map[string]schema.Attribute {
	fixed := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"type":         schema.StringAttribute{Required: true, PlanModifiers: replaces},
		"workspace_id": noun.WorkspaceIDAttribute(),
		"user_id":      schema.StringAttribute{Optional: true, PlanModifiers: replaces},
		"name":         schema.StringAttribute{Required: true},
		"description":  schema.StringAttribute{Optional: true},
		"scopes":       schema.SetAttribute{Required: true, ElementType: types.StringType},
		"defaults": schema.SingleNestedAttribute{
			Optional: true,
			Attributes: map[string]schema.Attribute{
				"metadata":              schema.MapAttribute{ElementType: types.StringType, Optional: true},
				"config_id":             schema.StringAttribute{Optional: true},
				"allow_config_override": schema.BoolAttribute{Optional: true},
			},
		},
		"effective_metadata": schema.MapAttribute{ElementType: types.StringType, Computed: true},
		"usage_limits":       limits.UsageAttribute(),
		"rate_limits":        limits.RateAttribute(),
		"alert_emails":       schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"expires_at":         schema.StringAttribute{Optional: true},
		"rotation_policy": schema.SingleNestedAttribute{
			Optional: true,
			Attributes: map[string]schema.Attribute{
				"rotation_period":          schema.StringAttribute{Optional: true},
				"rotation_period_days":     schema.NumberAttribute{Optional: true},
				"next_rotation_at":         schema.StringAttribute{Optional: true},
				"key_transition_period_ms": schema.NumberAttribute{Optional: true},
			},
		},
		"rotate_trigger":              schema.StringAttribute{Optional: true},
		"rotate_transition_period_ms": schema.NumberAttribute{Optional: true},
		"reset_usage_trigger":         schema.StringAttribute{Optional: true},
		"encrypt_to":                  schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"allow_duplicate_name":        schema.BoolAttribute{Optional: true},
		"key":                         schema.StringAttribute{Computed: true, Sensitive: true, PlanModifiers: fixed},
		"encrypted_key":               schema.StringAttribute{Computed: true, PlanModifiers: fixed},
		"key_version":                 schema.Int64Attribute{Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
		"key_transition_expires_at":   schema.StringAttribute{Computed: true, PlanModifiers: fixed},
		"masked_key":                  schema.StringAttribute{Computed: true, PlanModifiers: fixed},
		"status":                      tfkit.Fixed("The status."),
		"creation_mode":               tfkit.Fixed("The mode."),
		"organisation_id":             tfkit.Fixed("The ID of the organisation that the key belongs to."),
		"last_reset_at":               tfkit.Fixed("When the usage was last reset."),
		"created_by":                  tfkit.Fixed("The ID of the user who created the key."),
		"created_at":                  noun.CreatedAt(),
		"last_updated_at":             noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies an API key.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
