package provider

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of providers.
var noun = tfkit.Noun{
	Words: portkey.ProviderWords, Type: "portkey_provider", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "slug", "workspace_id", "integration_id", "note", "usage_limits", "rate_limits", "expires_at"},
}

const (
	documentation = "Official documentation: [Model Catalog](https://portkey.ai/docs/product/model-catalog).\n\n"
	longest       = 255 // documented, of names and slugs
)

// slugPattern is what a path of the API can contain.
var slugPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Schema describes portkey_provider.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a provider: what a workspace calls an integration through. Requests name it by its slug, as in `@openai-prod`.\n\n" + documentation +
			"The integration must be enabled for the workspace, with `portkey_integration_workspace_access`. Refer to that resource, " +
			"so that the access is created before the provider, and destroyed after it. Without such a reference, creating a provider waits up to 20 seconds for the access.\n\n" +
			"~> Destroying the resource deletes the provider permanently. Configs and prompts that name its slug are left as they are, and their requests fail.\n\n" +
			"-> Portkey may create a provider by itself when an integration is created, or enabled for a workspace, with the slug of the integration. " +
			"Import it to manage it, or set `create_default_provider = false` there, which is the default of this provider.\n\n" +
			"The API key needs the scopes `providers.create`, `providers.read`, `providers.update`, `providers.delete` and `providers.list`, " +
			"and `workspaces.read` to detect that a provider was deleted outside Terraform and if `workspace_id` is a slug. " +
			"It also needs a right to read integrations if `integration_id` is changed from the ID of an integration to its slug or back.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show most
// of them too.
func attributesSchema() map[string]schema.Attribute {
	const replaces = " forces a new provider to be created."
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"workspace_id": noun.HomeAttribute(),
		"integration_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The ID or the slug of the integration, which must be enabled for the workspace. Changing the integration" + replaces,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the provider, at most 255 characters. Renaming updates the provider in place. Without `slug`, creating a provider fails if another provider of the workspace " +
				"has the name, unless `allow_duplicate_name` is set.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), stringvalidator.UTF8LengthAtMost(longest)},
		},
		"slug": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The slug of the provider, by which requests name it. At most 255 letters, digits, `-` and `_`, and unique in the workspace. " +
				"If omitted, Portkey makes one of the name and random characters. Changing the slug" + replaces,
			Validators: []validator.String{
				stringvalidator.RegexMatches(slugPattern, "must consist of letters, digits, - and _"), stringvalidator.UTF8LengthAtMost(longest),
			},
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
			},
		},
		"note": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A note about the provider. If omitted or empty, there is none.",
		},
		"usage_limits": limits.BudgetAttribute(),
		"rate_limits":  limits.RateAttribute(),
		"expires_at": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "When the provider expires, as an RFC 3339 time such as `2027-01-31T00:00:00Z`. If omitted, the provider does not expire.",
			Validators:          []validator.String{tfkit.RFC3339(), tfkit.NotPast("provider")},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create a provider without `slug` even if another one of the workspace has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"ai_provider_name": tfkit.Fixed("The AI provider of the integration, such as `openai`."),
		"status": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The status of the provider: `active`, `exhausted` once its budget is used up, or `expired`.",
		},
		"created_at": noun.CreatedAt(),
		"last_reset_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the usage was last set to zero, as an RFC 3339 time in UTC. Null if it never was.",
		},
	}
}

// IdentitySchema names what identifies a provider. The API finds one within its
// workspace only.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.IdentityWithin()
}
