package config

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes portkey_config.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a gateway config: how requests are routed, retried, cached and guarded.\n\n" +
			"Official documentation: [Configs](https://portkey.ai/docs/product/ai-gateway/configs).\n\n" +
			"~> Destroying the resource deletes the config permanently. Portkey rejects that while an API key is bound to the config, " +
			"or while it is the default config of its workspace; the error names what uses it.\n\n" +
			"-> Terraform omits `config` from the configuration that it generates for an import, since it is sensitive. Add it yourself.\n\n" +
			"The API key needs the scopes `configs.create`, `configs.read`, `configs.update`, `configs.delete` and `configs.list`, " +
			"and `workspaces.read` to detect that a config was deleted outside Terraform and if `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show
// most of them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"slug":         tfkit.Fixed("The slug of the config, such as `pc-fallba-1a2b3c`, by which requests and API keys refer to it. It never changes, not even when the config is renamed."),
		"workspace_id": noun.WorkspaceIDAttribute(),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the config. Renaming updates the config in place. Creating a config, and renaming one, fails if another config of the workspace " +
				"has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"config": schema.StringAttribute{
			Required:  true,
			Sensitive: true, // a target may contain the key of an AI provider, which Portkey returns in clear text
			MarkdownDescription: "The config as a JSON object. Write it with `jsonencode` or with the function `gateway_config`, which also checks it. " +
				"Each change creates a version. The same object, formatted differently, is not a change. " +
				"Sensitive, since a config may contain keys of AI providers.",
			Validators: []validator.String{tfkit.JSONObject()},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the config even if another one of the workspace has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"version_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The ID of the version in use, which is the latest one.",
		},
		"status":          tfkit.Fixed("The status of the config: `active`, or `archived` once deleted."),
		"is_default":      tfkit.FixedBool("Whether Portkey marks the config as a default config."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies a config.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
