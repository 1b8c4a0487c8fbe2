package prompt

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const documentation = "Official documentation: [Prompt templates](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-playground), " +
	"[Prompt versioning](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-versioning).\n\n"

// Schema describes portkey_prompt.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a prompt: a template with the model, the provider and the parameters that it is completed with.\n\n" + documentation +
			"Each change of `template`, `model`, `provider_id`, `parameters`, `tools`, `tool_choice` or `functions` creates one version of the prompt, " +
			"and publishes it unless `publish` is `false`. Versions can't be changed or deleted. " +
			"If an apply is interrupted after it has created a version, the next one publishes that version and creates no other.\n\n" +
			"If somebody else publishes a version in Portkey, the next plan shows what is different about it. An apply then publishes the configuration again.\n\n" +
			"~> Destroying the resource deletes the prompt with all its versions permanently, and requests that use it fail.\n\n" +
			"The API key needs the scopes `prompts.create`, `prompts.read`, `prompts.update`, `prompts.publish`, `prompts.delete` and `prompts.list`, " +
			"and `workspaces.read` to detect that a prompt was deleted outside Terraform. It also needs `providers.list` if `provider_id` is an ID.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show most of
// them too.
func attributesSchema() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id":           noun.ID(),
		"slug":         tfkit.Fixed("The slug of the prompt, such as `pp-refund-1a2b3c`, by which requests refer to it. It never changes, not even when the prompt is renamed or moved."),
		"workspace_id": tfkit.Fixed("The ID of the workspace that contains the prompt, which is that of its collection. Null on control planes that do not return it."),
		"collection_id": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The ID or the slug of the collection that contains the prompt. Another collection of the same workspace moves the prompt, " +
				"which keeps its slug and its versions. A collection of another workspace forces a new prompt to be created.",
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the prompt. Renaming updates the prompt in place and creates no version. Creating a prompt, and renaming one, fails if another prompt of the workspace " +
				"has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the prompt even if another one of the workspace has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"publish": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether each version that is created becomes the default one, which requests without a version or a label use. If `false`, the configuration is compared " +
				"with the latest version, and which version is the default one is left to others. The first version is always the default one. " +
				"Changing it to `true` publishes the latest version. Defaults to `true`.",
		},
		"status":          tfkit.Fixed("The status of the prompt, such as `active`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
	for name, attribute := range contentSchema() {
		attributes[name] = attribute
	}
	return attributes
}

// contentSchema describes the attributes of versions.
func contentSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"template": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The template: a text, or a JSON list of chat messages, written with `jsonencode` or read from a file with `file`. " +
				"Variables are written as `{{name}}`, and partials as `{{>slug}}`. The same messages, formatted differently, are not a change.",
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"model": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The model, such as `gpt-4o`.",
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"provider_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The slug or the ID of the provider, which is in the same workspace as the prompt. In Portkey, this is the virtual key.",
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"parameters": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The parameters of the model, and the default values of variables, as a JSON object. If omitted, there are none. Write it with `jsonencode`. " +
				"Portkey adds the model, which is not a change.",
			Validators: []validator.String{jsonOf("a JSON object", isObject)},
		},
		"tools": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The tools that the model can call, as a JSON list. If omitted, there are none. Write it with `jsonencode`.",
			Validators:          []validator.String{jsonOf("a JSON list", isList)},
		},
		"tool_choice": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Which tool the model calls, as JSON: `jsonencode(\"auto\")`, or an object. If omitted, the model decides.",
			Validators:          []validator.String{jsonOf("JSON", func(any) bool { return true })},
		},
		"functions": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The functions that the model can call, as a JSON list, for models without tools. If omitted, there are none. Write it with `jsonencode`.",
			Validators:          []validator.String{jsonOf("a JSON list", isList)},
		},
		"version_description": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "A description of the version. If omitted, it has none. It is sent with the next version that is created: changing it alone creates none, " +
				"and changes nothing in Portkey.",
		},
		"version":        schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the default version."},
		"version_id":     schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the default version."},
		"latest_version": schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the latest version, published or not. If `publish` is not `false`, versions that others create and do not publish are not counted before the next change."},
	}
}

// IdentitySchema names what identifies a prompt.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
