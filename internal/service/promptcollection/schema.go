package promptcollection

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const documentation = "Official documentation: [Prompt library](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-library).\n\n"

// Schema describes portkey_prompt_collection.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a collection, which is a folder of prompts in a workspace. A collection can contain other collections.\n\n" + documentation +
			"~> Destroying the resource deletes the collection permanently. Destroying one that contains prompts, partials or other collections fails, and the error names them.\n\n" +
			"-> Every workspace has a default collection, which Portkey creates with the workspace and deletes with it. It can be imported, and renamed, and is never deleted: " +
			"destroying the resource removes it from the state, and the plan warns of that.\n\n" +
			"The API key needs the scopes `prompts.create`, `prompts.read`, `prompts.update`, `prompts.delete` and `prompts.list`, " +
			"and `workspaces.read` to detect that a collection was deleted outside Terraform and if `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show most
// of them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"slug":         tfkit.Fixed("The slug of the collection, such as `co-support-1a2b3c`. It never changes, not even when the collection is renamed."),
		"workspace_id": noun.HomeAttribute(),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the collection. Renaming updates the collection in place. Creating a collection, and renaming one, fails if another collection of the workspace " +
				"has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"parent_collection_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The ID or the slug of the collection that contains this one. If omitted, a collection is created at the top level, " +
				"and an existing one stays where it is. Changing the parent forces a new collection to be created.",
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the collection even if another one of the workspace has the name, for example below another parent. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"is_default":      tfkit.FixedBool("Whether it is the default collection of its workspace."),
		"status":          tfkit.Fixed("The status of the collection, such as `active`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies a collection.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
