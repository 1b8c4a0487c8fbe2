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
		MarkdownDescription: "Manages a workspace: a part of the organisation with its own members, API keys, default metadata, budgets and rate limits.\n\n" +
			"Official documentation: [Workspaces](https://portkey.ai/docs/product/enterprise-offering/org-management/workspaces), " +
			"[budgets and rate limits](https://portkey.ai/docs/product/administration/enforce-workspace-budget-limts-and-rate-limits).\n\n" +
			"~> Destroying the resource deletes the workspace. Portkey archives it permanently: it can't be restored. " +
			"To prevent that, set `deletion_protection`, which takes effect once applied: to destroy a protected workspace, set it to `false` and apply first.\n\n" +
			"~> A usage limit with neither `periodic_reset` nor `periodic_reset_days` is never reset: once it is used up, requests stay blocked until it is raised.\n\n" +
			"A workspace that contains anything (prompts, partials, API keys, configs, guardrails, providers) is deleted only if `force_delete` is set. " +
			"The organisation's default workspace is never deleted.\n\n" +
			"The API key needs the scopes `workspaces.create`, `workspaces.read`, `workspaces.update`, `workspaces.delete` and `workspaces.list`. " +
			"With `force_delete`, it also needs the scopes to list, read and delete what the workspace contains.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show
// most of them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   noun.ID(),
		"slug": tfkit.Fixed("The slug of the workspace, such as `ws-produc-1a2b3c`. It never changes, not even when the workspace is renamed."),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the workspace, which Portkey shows with the icon in front. Renaming updates the workspace in place: " +
				"its id, slug, members and API keys stay. Creating a workspace, and renaming one, fails if another workspace has the name, unless `allow_duplicate_name` is set. " +
				"The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the workspace is for. If omitted or empty, there is no description.",
		},
		"icon": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "An emoji that Portkey shows in front of the name, such as `🚀`. If omitted or empty, there is no icon, " +
				"unless the name starts with an emoji: `name = \"🚀 Production\"` is equivalent to `icon = \"🚀\", name = \"Production\"`.",
			Validators: []validator.String{tfkit.NoSpace(), oneEmoji{}},
		},
		"defaults": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Defaults for every request through this workspace. If omitted, the workspace has no metadata of its own. " +
				"The default guardrails and the default config of a workspace are not managed by this resource and are left unchanged.",
			Validators: []validator.Object{tfkit.Expects("metadata", "{}")},
			Attributes: map[string]schema.Attribute{
				"metadata": schema.MapAttribute{
					ElementType:         types.StringType,
					Optional:            true,
					MarkdownDescription: "Metadata that Portkey adds to every request through this workspace. Overrides the values that the provider's `default_metadata` has for the same keys. Defaults to `{}`.",
					Validators:          []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
				},
			},
		},
		"effective_metadata": schema.MapAttribute{
			ElementType: types.StringType,
			Computed:    true,
			MarkdownDescription: "The metadata that Portkey has for the workspace: the provider's `default_metadata`, overridden by `defaults.metadata`. " +
				"An empty map if there is none. Values that are sensitive in the configuration are not hidden here.",
		},
		"usage_limits": limits.UsageAttribute(),
		"rate_limits":  limits.RateAttribute(),
		"force_delete": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether destroying the workspace first deletes everything in it: prompts, partials, API keys, configs, guardrails and providers. " +
				"Only objects verified to belong to this workspace are deleted. If `false`, destroying a workspace that contains anything fails. " +
				"Takes effect once applied. Defaults to `false`.",
		},
		"deletion_protection": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether Terraform returns an error for a plan that would destroy or replace the workspace. " +
				"Takes effect once applied: to destroy the workspace, set it to `false` and apply first. Defaults to `false`.",
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the workspace even if another one has the name. Required with `create_before_destroy`. " +
				"Defaults to `false`.",
		},
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
		"is_default":      tfkit.FixedBool("Whether this is the organisation's default workspace, which can't be deleted."),
		"organisation_id": tfkit.Fixed("The ID of the organisation that the workspace belongs to."),
	}
}

// IdentitySchema names what identifies a workspace.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
