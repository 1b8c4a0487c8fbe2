package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes portkey_workspace.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "A workspace: a part of the organisation with members, API keys, default metadata, budgets and rate limits of its own.\n\n" +
			"Destroying it deletes the workspace in Portkey, which archives it: it can't be brought back. A workspace that holds anything " +
			"(prompts, partials, API keys, configs, guardrails, providers) is only deleted with `force_delete`, and the organisation's default workspace never.\n\n" +
			"The API key needs the scopes `workspaces.create`, `workspaces.read`, `workspaces.update`, `workspaces.delete` and `workspaces.list`; " +
			"`force_delete` needs list, read and delete of what the workspace holds as well.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show
// most of them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   noun.ID(),
		"slug": tfkit.Fixed("The short name that Portkey made for the workspace, such as `ws-produc-1a2b3c`. It never changes, not even by a rename."),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the workspace, which Portkey shows with the icon in front. A rename is done in place: " +
				"id, slug, members and keys stay. A create and a rename fail if another workspace has the name, unless `allow_duplicate_name` is set.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the workspace is for. Without it, or with an empty string, there is none.",
		},
		"icon": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "An emoji that Portkey shows in front of the name, such as `🚀`. Without it, or with an empty string, there is none, " +
				"unless the name itself starts with an emoji: `name = \"🚀 Production\"` and `icon = \"🚀\", name = \"Production\"` mean the same.",
			Validators: []validator.String{tfkit.NoSpace()},
		},
		"defaults": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "What every request through the workspace starts from. The default guardrails and the default config of a workspace " +
				"are not part of this resource and stay as they are. Without it the workspace has no metadata of its own.",
			Validators: []validator.Object{tfkit.Expects("metadata", "{}")},
			Attributes: map[string]schema.Attribute{
				"metadata": schema.MapAttribute{
					ElementType:         types.StringType,
					Optional:            true,
					MarkdownDescription: "Metadata that Portkey adds to every request through the workspace: a map of strings. It goes over the provider's `default_metadata`. Without it, or with an empty map, there is none of its own.",
					Validators:          []validator.Map{tfkit.NoNullValues()},
				},
			},
		},
		"effective_metadata": schema.MapAttribute{
			ElementType: types.StringType,
			Computed:    true,
			MarkdownDescription: "The metadata that Portkey has for the workspace: the provider's `default_metadata` and, over it, `defaults.metadata`. " +
				"An empty map where there is none. Values that are sensitive in the configuration are not hidden here.",
		},
		"usage_limits": limits.UsageAttribute(),
		"rate_limits":  limits.RateAttribute(),
		"force_delete": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether a destroy first deletes what the workspace holds: prompts, partials, API keys, configs, guardrails and providers. " +
				"Only what is shown to be inside this workspace is deleted. Without it, or with false, a workspace that holds anything is not deleted. " +
				"Takes effect once applied.",
		},
		"deletion_protection": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether a plan that would destroy or replace the workspace is refused. Without it, or with false, it is not. " +
				"Takes effect once applied: set it to false and apply before a destroy.",
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether the workspace may be created, or renamed, although another one has its name. Required with `create_before_destroy`. " +
				"Defaults to `false`.",
		},
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
		"is_default":      tfkit.FixedBool("Whether this is the organisation's default workspace, which can't be deleted."),
		"organisation_id": tfkit.Fixed("The id of the organisation that the workspace belongs to."),
	}
}

// IdentitySchema names what tells a workspace from every other one.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
