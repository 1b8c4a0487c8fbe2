package policy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	documentation = "Official documentation: [Budget policies](https://portkey.ai/docs/product/enterprise-offering/budget-policies).\n\n"
	longestName   = 255 // documented
	rights        = "The API key needs the scopes `policies.create`, `policies.read`, `policies.update`, `policies.delete` and `policies.list`, " +
		"and `workspaces.read` to detect that a policy was deleted outside Terraform and if `workspace_id` is a slug."
)

// Schema describes the resource.
func (r *Resource[M]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Version: 1, MarkdownDescription: r.description, Attributes: r.attributes()}
}

// IdentitySchema names what identifies a policy.
func (r *Resource[M]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = r.noun.Identity()
}

// commonAttributes are those of both kinds, given what a policy counts and by which keys.
func commonAttributes(n tfkit.Noun, counted string, kinds []string, keys string) map[string]schema.Attribute {
	replaces := " forces a new " + n.One + " to be created, which counts from zero."
	return map[string]schema.Attribute{
		"id": n.ID(),
		"workspace_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The ID or the slug of the workspace whose requests the policy limits. Changing the workspace" + replaces,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the policy, at most 255 characters. Renaming updates the policy in place. Creating a policy, and renaming one, fails if another one of its kind in the workspace " +
				"has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), stringvalidator.UTF8LengthAtMost(longestName)},
		},
		"type": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: counted + " Changing it" + replaces,
			Validators:          []validator.String{tfkit.NotBlank(), tfkit.OneOf(kinds...)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"conditions": schema.SetNestedAttribute{
			Required: true,
			MarkdownDescription: "Which requests are limited: those that meet all of the conditions, of which there is at least one. " +
				"Changing them updates the policy in place, and keeps what was counted.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues()},
			NestedObject: schema.NestedAttributeObject{
				Validators: []validator.Object{wholeCondition{}},
				Attributes: map[string]schema.Attribute{
					"key": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "Required. What is compared: " + keys + ", or `metadata.` and a key of the metadata of requests, as in `metadata.team`. " +
							"A misspelt key is an error, and an unknown one a warning.",
					},
					"values": schema.SetAttribute{
						Optional: true, ElementType: types.StringType,
						MarkdownDescription: "Required. The values of which a request has one. `*` stands for any value.",
						Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank())},
					},
					"excludes": schema.SetAttribute{
						Optional: true, ElementType: types.StringType,
						MarkdownDescription: "The values that a request does not have, as exceptions of `values`. If omitted or empty, there are none.",
						Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank())},
					},
				},
			},
		},
		"group_by": schema.SetAttribute{
			Required: true, ElementType: types.StringType,
			MarkdownDescription: "What is counted separately, at least one of the keys that conditions have: each value, or each combination of values, has a limit of its own. " +
				"With `api_key`, each API key has one, and with `metadata.user` each user. Changing it" + replaces,
			Validators:    []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues()},
			PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the policy even if another one of its kind in the workspace has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"status":          tfkit.Fixed("The status of the policy: `active`, or `archived` once deleted."),
		"created_by":      tfkit.Fixed("The ID of the user who created the policy."),
		"created_at":      n.CreatedAt(),
		"last_updated_at": n.LastUpdatedAt(),
	}
}
