package workspacedefaults

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [Guardrails](https://portkey.ai/docs/product/guardrails), " +
	"[Workspaces](https://portkey.ai/docs/product/enterprise-offering/org-management/workspaces)."

// Schema describes portkey_workspace_defaults.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the guardrails that apply to every request through a workspace, and the config of the API keys of its users. " +
			"They are a resource of their own, since guardrails and configs are in the workspace. Use one such resource for each workspace. " +
			"The default metadata of the workspace is managed by `portkey_workspace`, and is left unchanged.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource clears both lists and the config.\n\n" +
			"-> Portkey rejects the deletion of a guardrail or a config that is a default. Refer to them as in `portkey_guardrail.pii.id`: Terraform then clears the defaults first.\n\n" +
			"Creating the resource for a workspace that has other defaults already is an error, so that none is overwritten: import them first.\n\n" +
			"The API key needs the scopes `workspaces.read` and `workspaces.update`. " +
			"For what is referred to by ID, it also needs `guardrails.read` and `configs.read`, and for the import by name, and to detect that the workspace was deleted, `workspaces.list`.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data source shows them too.
func attributesSchema() map[string]schema.Attribute {
	guardrails := func(of string) schema.ListAttribute {
		return schema.ListAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "The IDs or the slugs of the guardrails that check every " + of + ", in this order. They must be in the workspace. " +
				"If omitted or empty, there are none.",
			Validators: []validator.List{tfkit.NoNullElements()},
		}
	}
	return map[string]schema.Attribute{
		"id":                tfkit.Fixed("The ID of the workspace."),
		"workspace_id":      noun.OwnerAttribute(),
		"input_guardrails":  guardrails("request"),
		"output_guardrails": guardrails("response"),
		"user_api_key_config_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The ID or the slug of the config that the API keys of users of the workspace are bound to. It must be in the workspace. " +
				"If omitted or empty, there is none.",
		},
	}
}

// IdentitySchema names what identifies the defaults.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
