package organisationdefaults

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [Enforce organisation-level guardrails](https://portkey.ai/docs/product/administration/enforce-orgnization-level-guardrails)."

// Schema describes portkey_organisation_defaults.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := attributesSchema()
	attributes["adopt"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether creating the resource replaces guardrails that the organisation has already. If `false`, that is an error, unless they are those of the configuration. " +
			"Has an effect when the resource is created, and none later. Defaults to `false`.",
	}
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the guardrails that apply to every request of the organisation, in all workspaces but those with a `portkey_guardrail_exclusion`. " +
			"An organisation has them once, so use one such resource for each organisation.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource clears both lists, for all workspaces.\n\n" +
			"-> Portkey rejects the deletion of a guardrail that is a default. Refer to them as in `portkey_guardrail.pii.id`: Terraform then clears the defaults first.\n\n" +
			"The API key must be one of an organisation, with the scopes `organisation_settings.read` and `organisation_settings.update`, " +
			"and `workspaces.list` and `workspaces.read` to detect the key of another organisation.",
		Attributes: attributes,
	}
}

// attributesSchema describes what the resource and the data source show.
func attributesSchema() map[string]schema.Attribute {
	guardrails := func(of string) schema.ListAttribute {
		return schema.ListAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "The IDs or the slugs of the guardrails that check every " + of + ", in this order. They must be guardrails of the organisation, and of no workspace. " +
				"If omitted or empty, there are none.",
			Validators: []validator.List{tfkit.NoNullElements()},
		}
	}
	return map[string]schema.Attribute{
		"id":                tfkit.Fixed("Always `" + theID + "`: an organisation has no others."),
		"input_guardrails":  guardrails("request"),
		"output_guardrails": guardrails("response"),
	}
}

// IdentitySchema names what identifies the defaults.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "Always " + theID + "."},
	}}
}
