package promptpartial

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const documentation = "Official documentation: [Prompt partials](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-partial).\n\n"

// noun is what diagnostics need to know of partials.
var noun = tfkit.Noun{
	Words: portkey.PromptPartialWords, Type: "portkey_prompt_partial", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "workspace_id", "content", "version_description"},
}

// Schema describes portkey_prompt_partial.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a partial: a text that prompts include by its slug, as in `{{>pl-rules-1a2b3c}}`.\n\n" + documentation +
			"Each change of `content` creates one version of the partial, and publishes it unless `publish` is `false`. Versions can't be changed or deleted. " +
			"If an apply is interrupted after it has created a version, the next one publishes that version and creates no other.\n\n" +
			"If somebody else publishes a version in Portkey, the next plan shows what is different about it. An apply then publishes the configuration again.\n\n" +
			"~> Publishing a version changes every prompt that includes the partial without naming a version of it. " +
			"Destroying the resource deletes the partial with all its versions permanently, and prompts that include it lack its text.\n\n" +
			"The API key needs the scopes `prompts.create`, `prompts.read`, `prompts.update`, `prompts.publish`, `prompts.delete` and `prompts.list`, " +
			"and `workspaces.read` to detect that a partial was deleted outside Terraform and if `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show most of
// them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"slug":         tfkit.Fixed("The slug of the partial, such as `pl-rules-1a2b3c`, by which prompts include it. It never changes, not even when the partial is renamed."),
		"workspace_id": noun.HomeAttribute(),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the partial. Renaming updates the partial in place and creates no version. Creating a partial, and renaming one, fails if another partial of the workspace " +
				"has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"content": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The text of the partial, for example read from a file with `file`. Variables are written as `{{name}}`.",
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"version_description": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "A description of the version. If omitted, it has none. It is sent with the next version that is created: changing it alone creates none, " +
				"and changes nothing in Portkey.",
		},
		"publish": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether each version that is created becomes the default one, which prompts include that name no version. If `false`, the configuration is compared " +
				"with the latest version, and which version is the default one is left to others. The first version is always the default one. " +
				"Changing it to `true` publishes the latest version. Defaults to `true`.",
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the partial even if another one of the workspace has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"version":         schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the default version."},
		"version_id":      schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the default version."},
		"latest_version":  schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the latest version, published or not. If `publish` is not `false`, versions that others create and do not publish are not counted before the next change."},
		"status":          tfkit.Fixed("The status of the partial, such as `active`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies a partial. No response says in which workspace it is,
// so that an import has to.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.IdentityWithin()
}
