package integration

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes portkey_integration.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages an integration: the credentials and the settings by which Portkey connects to an AI provider, for the organisation or for one workspace.\n\n" +
			"Official documentation: [Integrations](https://portkey.ai/docs/product/integrations).\n\n" +
			"-> The best place for a secret is a vault: `secret_mappings` fills `key` and fields of `configurations` from a `portkey_secret_reference`, so that Terraform never has the secret. " +
			"Next best are the write-only arguments `key_wo` and `secret_configurations_wo`, which the state does not contain. `key` and `secret_configurations` are in the state.\n\n" +
			"Portkey returns no secrets. That somebody else has changed one is only shown by `masked_key`.\n\n" +
			"~> Portkey rejects the deletion of an integration as long as there are providers of it; the error names them. " +
			"Providers that Terraform manages are deleted first if their `integration_id` refers to this resource.\n\n" +
			"The API key needs the scopes `create`, `read`, `update`, `delete` and `list` of `organisation_integrations` or, with `workspace_id`, of `workspace_integrations`, " +
			"as in `organisation_integrations.create`. It also needs `workspaces.read` to detect that an integration was deleted outside Terraform and if `workspace_id` is a slug, " +
			"and `secret_references.read` if `secret_reference_id` is an ID.",
		Attributes: attributesSchema(),
	}
}

// The secrets, each of which can be set in two arguments.
var (
	keyInput    = tfkit.SecretInput{Name: "key", Version: "key_wo_version"}
	fieldsInput = tfkit.SecretInput{Name: "secret_configurations", Version: "secret_configurations_wo_version"}
)

// secretArguments are the names of the arguments of secrets.
var secretArguments = []string{
	"key", "key_wo", "key_wo_version", "secret_configurations", "secret_configurations_wo", "secret_configurations_wo_version",
}

const replaces = " Changing it forces a new integration to be created."

// attributesSchema describes the attributes of the resource. The data sources show most of
// them too.
func attributesSchema() map[string]schema.Attribute {
	forced := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	all := map[string]schema.Attribute{
		"id": noun.ID(),
		"slug": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The slug of the integration, by which providers and other resources refer to it. Unique in the organisation, up to 255 letters, digits, hyphens and underscores. " +
				"If omitted, Portkey derives it from the name, and creating the integration fails if another one has the name." + replaces,
			Validators: []validator.String{tfkit.IsSlug()},
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
			},
		},
		"name": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The name of the integration, up to 255 characters. Renaming updates the integration in place, and its slug stays.",
			Validators:          []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"ai_provider_id": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The AI provider, such as `openai`, `anthropic`, `azure-openai`, `azure-ai`, `bedrock`, `vertex-ai` or `google`. " +
				"The provider passes on any, and checks the configurations of those that it knows." + replaces,
			Validators:    []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
			PlanModifiers: forced,
		},
		"workspace_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The ID or the slug of the workspace that the integration belongs to. If omitted, it belongs to the organisation, or to the workspace of a workspace's own API key. " +
				"Changing the workspace forces a new integration to be created.",
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A description of the integration. If omitted or empty, there is none.",
		},
		"configurations": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The settings of the AI provider, as a JSON object: write it with `jsonencode`. Plans show it, so it must not contain secrets: set those in `secret_configurations_wo`. " +
				"The fields depend on `ai_provider_id`, and are those of the Admin API, such as `aws_region`. " +
				"For the AI providers that this version knows, missing and misspelt fields are errors, and unknown ones a warning. " +
				"The same object, formatted differently, is not a change. A field that is removed is cleared. If omitted, there are none.",
			Validators: []validator.String{tfkit.JSONObject()},
		},
		"secret_mappings": tfkit.SecretMappingsAttribute(
			"What is filled: `key`, or a field of the configurations, as in `configurations.aws_secret_access_key`. The prefix may be omitted."),
		"pricing_adjustments": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "By what Portkey multiplies the list prices of the AI provider, as a JSON object with the key `multiplier`: write it with `jsonencode`, " +
				"as in `jsonencode({ multiplier = { default = 0.9 } })`. If omitted, list prices are used.",
			Validators: []validator.String{tfkit.JSONObject(), multipliers()},
		},
		"tags": schema.MapAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Tags of the integration. If omitted or empty, there are none.",
			Validators:          []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
		},
		"create_default_provider": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether Portkey creates a provider along with an integration of a workspace. Terraform does not manage that provider. " +
				"Defaults to `false`, unlike in Portkey. Used at creation only: changing it later has no effect.",
		},
		"default_provider_slug": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The slug of the provider that `create_default_provider` creates. If omitted, it is that of the integration. " +
				"Used at creation only: changing it later has no effect.",
			Validators: []validator.String{tfkit.IsSlug()},
		},
		"default_provider_id": tfkit.Fixed("The ID of the provider that Portkey created along with the integration. Null if there is none, and after an import."),
		"masked_key": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The first and the last characters of the key, by which Portkey shows it. Null if there is none.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"type":            tfkit.Fixed("The type of the integration: `organisation` or `workspace`."),
		"status":          tfkit.Fixed("The status of the integration: `active`, or `archived` once deleted."),
		"owner_id":        tfkit.Fixed("The ID of the user who owns the integration. Null if Portkey does not return it."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
	maps.Copy(all, keyInput.Strings("The key of the AI provider. If omitted on an update, Portkey keeps the key."))
	all["key_wo_version"] = tfkit.SecretVersion("`key_wo`")
	maps.Copy(all, fieldsInput.Maps("The secret fields of the configurations, such as `aws_secret_access_key`. "+
		"A value that is a JSON object, such as the file of `vertex_service_account_json`, is sent as that object. They are sent along whenever `configurations` changes."))
	all["secret_configurations_wo_version"] = tfkit.SecretVersion("`secret_configurations_wo`")
	return all
}

// IdentitySchema names what identifies an integration.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
