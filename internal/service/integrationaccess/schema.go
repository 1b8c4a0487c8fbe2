package integrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	official = "Official documentation: [Integrations](https://portkey.ai/docs/product/integrations)."
	needs    = "The API key needs the scopes `organisation_integrations.read` and `organisation_integrations.update` " +
		"(`workspace_integrations.read` and `workspace_integrations.update` for an integration of a workspace), and `workspaces.read`."
	idDescription = "The integration and the workspace, as in `<integration>/<workspace>`, each as it was written when the access was created."
)

// Schema describes portkey_integration_workspace_access.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the access of one workspace to an integration, and its limits there. The access of other workspaces is not affected.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource disables the access. A provider of the integration in the workspace remains and can't be used until the access is enabled again, " +
			"unless it is destroyed as well. The default provider that `create_default_provider` created (`provider_id`) is deleted first, and no other one.\n\n" +
			"-> Many workspaces of one integration are enabled in few requests. To use the integration, a workspace also needs a provider: `portkey_provider`, " +
			"or the default one of `create_default_provider`.\n\n" +
			needs,
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed(idDescription),
			"integration_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the integration. Changing the integration forces a new access to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"workspace_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces a new access to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"usage_limits": limits.BudgetAttribute(),
			"rate_limits":  limits.RateAttribute(),
			"create_default_provider": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether Portkey creates a provider of the integration in the workspace, too. Has an effect when the access is created, and none later. Defaults to `false`.",
			},
			"default_provider_slug": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The slug of the provider that `create_default_provider` creates, which no provider of the workspace may have. " +
					"Letters, digits, `-` and `_` are allowed. Has an effect when the access is created, and none later. If omitted, it is the slug of the integration.",
				Validators: []validator.String{tfkit.NotBlank()},
			},
			"provider_id": tfkit.Fixed("The ID of the provider that `create_default_provider` created, to find which the API key needs the scope `providers.read`. Destroying the access deletes that provider, which requires the scope `providers.delete`, and no other one. " +
				"Null if none was created, or if the access was imported."),
			"created_at":      noun.CreatedAt(),
			"last_updated_at": noun.LastUpdatedAt(),
		},
	}
}

// IdentitySchema names what identifies an access. It stays as it was at the create.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The integration and the workspace, each by ID or slug, as in `<integration>/<workspace>`.",
		},
	}}
}

// ValidateConfig refuses a slug for a provider that is not created.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var create types.Bool
	var slug types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("create_default_provider"), &create)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("default_provider_slug"), &slug)...)
	if !slug.IsNull() && !slug.IsUnknown() && !create.IsUnknown() && !create.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("default_provider_slug"), "Invalid combination of arguments",
			"default_provider_slug requires create_default_provider = true: otherwise no provider is created. Set it, or remove the slug.")
	}
}
