package scim

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	official = "Official documentation: [SCIM](https://portkey.ai/docs/product/enterprise-offering/org-management/scim/scim)."
	needs    = "It needs an Admin API key of an organisation with SCIM, which is an enterprise feature."
)

// Schema describes portkey_scim_workspace_mapping.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the mapping of a SCIM group to a workspace: the members of the group become members of the workspace, with a role.\n\n" +
			official + "\n\n" +
			"~> A group has one role, in all workspaces. Portkey rejects a mapping with another role while any mapping of the group is left, " +
			"so `create_before_destroy` fails where the role changes. Change the role of all mappings of a group in one apply.\n\n" +
			"~> Destroying the resource deletes the mapping. Who became a member of the workspace by it remains one.\n\n" +
			"-> A mapping can't be updated: any change forces a new mapping to be created. " +
			"Another spelling of the role, the slug of the same workspace instead of its ID, and the name of the same group instead of its ID are not changes.\n\n" +
			needs,
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data source of many shows
// most of them too.
func attributesSchema() map[string]schema.Attribute {
	const either = " Exactly one of `scim_group_id` and `scim_group_name` must be set. Another group forces a new mapping to be created."
	return map[string]schema.Attribute{
		"id": noun.ID(),
		"workspace_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces a new mapping to be created.",
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"role": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The role of the members of the group in the workspace: `admin`, `manager` or `member`. Case is not significant. " +
				"Changing the role forces a new mapping to be created.",
			Validators: []validator.String{tfkit.NotBlank(), anyCase{tfkit.OneOf("admin", "manager", "member")}},
		},
		"scim_group_id": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "The ID of the SCIM group in Portkey, as in the data source `portkey_scim_groups`." + either,
			Validators:          []validator.String{tfkit.NotBlank()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"scim_group_name": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The display name of the SCIM group. Creating the mapping creates a group of that name if there is none. " +
				"A name such as `ws-research-role-admin` is that of a group which Portkey maps by itself, and is usually rejected." + either,
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"scim_group": tfkit.Fixed("The display name of the SCIM group, however the group is specified."),
	}
}

// IdentitySchema names what identifies a mapping.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}

// ConfigValidators requires exactly one way to name the group.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.ExactlyOneOf(path.MatchRoot("scim_group_id"), path.MatchRoot("scim_group_name")),
	}
}

// ValidateConfig warns of a group that Portkey maps by itself. It is no error, since an
// organisation can choose another pattern.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scim_group_name"), &name)...)
	if portkey.IsProvisionedGroup(name.ValueString()) {
		resp.Diagnostics.AddAttributeWarning(path.Root("scim_group_name"), "Group of a workspace",
			"By default Portkey creates a workspace from a SCIM group of such a name, ws-<workspace>-role-<role>, and rejects a mapping of that group. "+
				"Unless the organisation has another pattern, rename the group, or remove the mapping.")
	}
}

// anyCase is a validator of lower-case texts, for a text in any case.
type anyCase struct{ validator.String }

func (v anyCase) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		req.ConfigValue = types.StringValue(strings.ToLower(req.ConfigValue.ValueString()))
	}
	v.String.ValidateString(ctx, req, resp)
}
