package promptlabelassignment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of label assignments.
var noun = tfkit.Noun{
	Words: portkey.LabelAssignmentWords, Type: "portkey_prompt_label_assignment", Name: "label_id",
	References: "prompt and label, as in prompt/label",
	Attributes: []string{"label_id"},
}

// Schema describes portkey_prompt_label_assignment.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Assigns a label, such as `production`, to a version of a prompt. Requests for `slug@label` use that version. " +
			"Changing `version` moves the label in place; destroying the resource takes it from the version.\n\n" +
			"Official documentation: [Prompt versioning](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-versioning).\n\n" +
			"~> A version can have one label that is assigned here: what Portkey does to the other labels of a version is not documented, " +
			"so assigning one to a version that has another label fails, and the error names that. Labels that move in the same apply are waited for.\n\n" +
			"The API key needs the scopes `prompts.read` and `prompts.update`, and `prompts.list` and `workspaces.read` to detect that the prompt was deleted.",
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed("The ID of the assignment: the prompt, a slash and the label. It never changes."),
			"prompt_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the prompt. Changing the prompt forces a new assignment to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"label_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID of the label, which is of the workspace of the prompt or of the organisation. Changing it forces a new assignment to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"version": schema.NumberAttribute{
				Required:            true,
				MarkdownDescription: "The number of the version, such as `portkey_prompt.example.latest_version`.",
				Validators:          []validator.Number{tfkit.WholeBetween(1, tfkit.MostWhole)},
			},
		},
	}
}

// IdentitySchema names what identifies an assignment.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
