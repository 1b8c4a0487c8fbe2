package integrationmodels

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	official  = "Official documentation: [Integrations](https://portkey.ai/docs/product/integrations)."
	needsRead = "The API key needs the scope `organisation_integrations.read` (`workspace_integrations.read` for an integration of a workspace)."
	needs     = "The API key needs the scopes `organisation_integrations.read` and `organisation_integrations.update` " +
		"(`workspace_integrations.read` and `workspace_integrations.update` for an integration of a workspace)."
	integrationArgument = "The ID or the slug of the integration."
	enabledDescription  = "Whether the model can be used. Has no effect if the integration allows all models. Defaults to `true`."
	oneWay              = "~> Use either `portkey_integration_models` or `portkey_integration_model_access` for the models of an integration. Both in one state is an error. " +
		"To change over, take the resources of the other type out of the state with `removed` blocks first: destroying them disables the models.\n\n"
)

// settingsAttributes are the attributes of one model. change says what changing the base model
// does.
func settingsAttributes(change string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"enabled": schema.BoolAttribute{Optional: true, MarkdownDescription: enabledDescription},
		"custom": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Makes the model a custom one, which the catalogue of Portkey lacks. If omitted, the catalogue must have the model.",
			Attributes: map[string]schema.Attribute{
				"base_model_slug": schema.StringAttribute{
					Required:            true,
					MarkdownDescription: "The slug of the model of the catalogue that this one is based on. " + change,
					Validators:          []validator.String{tfkit.NotBlank()},
				},
				"is_finetune": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether the model is a fine-tuned one. Defaults to `false`."},
			},
		},
		"custom_host": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The URL that requests for the model are sent to, in place of that of the integration. It must be public. If omitted, that of the integration is used. Its removal outside Terraform may not be detected.",
		},
		"custom_headers": schema.MapAttribute{
			Optional: true, Sensitive: true, ElementType: types.StringType,
			MarkdownDescription: "HTTP headers that are sent with requests for the model. They are stored in the state. If omitted, none are added. Their removal outside Terraform may not be detected.",
			Validators:          []validator.Map{tfkit.NoNullValues()},
		},
		"pricing": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Prices of the model, which override those of the catalogue. If omitted, the latter apply.",
			Attributes: map[string]schema.Attribute{
				"request_token":           priceAttribute("request"),
				"response_token":          priceAttribute("response"),
				"cache_read_input_token":  priceAttribute("input that is read from a cache"),
				"cache_write_input_token": priceAttribute("input that is written to a cache"),
			},
		},
	}
}

func priceAttribute(of string) schema.NumberAttribute {
	return schema.NumberAttribute{
		Optional:            true,
		MarkdownDescription: "The price of a token of the " + of + ", in US cents. The minimum is 0. If omitted, this price is not set.",
		Validators:          []validator.Number{tfkit.NumberBetween(0, tfkit.MostWhole)},
	}
}

func integrationAttribute(what string) schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: integrationArgument + " Changing the integration forces " + what + " to be created.",
		Validators:          []validator.String{tfkit.NotBlank()},
	}
}

// Schema describes portkey_integration_model_access.
func (r *RowResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := settingsAttributes("Changing it forces a new model to be created.")
	attributes["enabled"] = schema.BoolAttribute{
		Optional: true, Computed: true, Default: booldefault.StaticBool(true), MarkdownDescription: enabledDescription,
	}
	attributes["id"] = tfkit.Fixed("The integration and the model, as in `<integration>/<model>`, each as it was written when the resource was created.")
	attributes["integration_id"] = integrationAttribute("a new model")
	attributes["model_slug"] = schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The slug of the model, such as `gpt-4o`. It may contain slashes, but no comma. Changing it forces a new model to be created.",
		Validators:          []validator.String{tfkit.NotBlank(), tfkit.Satisfies("must not contain a comma", commaIn)},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
	attributes["created_at"], attributes["last_updated_at"] = noun.CreatedAt(), noun.LastUpdatedAt()
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages one model of an integration. Other models are not affected.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource deletes a custom model. It disables a model of the catalogue, and clears its host, headers and prices.\n\n" +
			oneWay +
			"-> Many models of one integration are written in few requests.\n\n" +
			needs,
		Attributes: attributes,
	}
}

// Schema describes portkey_integration_models.
func (r *SetResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages all models of an integration, in one request. Models of the catalogue that `models` does not have are disabled, and custom ones are deleted: " +
			"the plan names the latter in `deleted_models`.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource disables the models that it enabled, deletes its custom ones, and sets `allow_all_models` to `false`.\n\n" +
			oneWay +
			needs,
		Attributes: map[string]schema.Attribute{
			"id":             tfkit.Fixed("The slug of the integration."),
			"integration_id": integrationAttribute("a new list of models"),
			"allow_all_models": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether all models of the catalogue can be used, including those that Portkey adds later. `enabled` has no effect then. Defaults to `false`.",
			},
			"models": schema.MapNestedAttribute{
				Optional:            true,
				MarkdownDescription: "The models by their slugs, such as `gpt-4o`, which may contain slashes, but no comma. If omitted or empty, no model is enabled by itself. The prices, host and headers of a model that is removed are cleared.",
				NestedObject:        schema.NestedAttributeObject{Attributes: settingsAttributes("Changing it deletes the model, and creates it again.")},
				Validators:          []validator.Map{slugKeys{}},
			},
			"deleted_models": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The slugs of the custom models that the last apply deleted, or that the next one deletes.",
			},
		},
	}
}

// IdentitySchema names what identifies a model. It stays as it was at the create.
func (r *RowResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The integration, by ID or slug, and the slug of the model, as in `<integration>/<model>`.",
		},
	}}
}

// IdentitySchema names what identifies the models of an integration.
func (r *SetResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The slug of the integration."},
	}}
}
