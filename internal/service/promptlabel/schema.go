package promptlabel

import (
	"context"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const documentation = "Official documentation: [Prompt versioning and labels](https://portkey.ai/docs/product/prompt-engineering-studio/prompt-versioning).\n\n"

// organisation is the only scope.
const organisation = "organisation"

// Schema describes portkey_prompt_label.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a label, which marks a version of a prompt: requests can name a version by its label, as in `pp-refunds-1a2b3c@canary`. " +
			"Which version has the label is managed with `portkey_prompt_label_assignment`.\n\n" + documentation +
			"The labels `production`, `staging` and `development` are there already. They can be neither changed nor deleted, " +
			"so they can't be imported: read them with the data source `portkey_prompt_label`.\n\n" +
			"~> Destroying the resource deletes the label permanently, and requests that name it fail.\n\n" +
			"The API key needs the scopes `prompts.create`, `prompts.read`, `prompts.update`, `prompts.delete` and `prompts.list`, " +
			"`workspaces.read` to detect that a label was deleted outside Terraform and if `workspace_id` is a slug, " +
			"and `workspaces.list` to find the organisation for a label of it.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show them too.
func attributesSchema() map[string]schema.Attribute {
	workspace := noun.WorkspaceIDAttribute()
	workspace.MarkdownDescription = "The ID or the slug of the workspace that has the label. The API key of an organisation requires it, or `scope`. " +
		"Defaults to the workspace of a workspace's own key. Changing the workspace forces a new label to be created. Conflicts with `scope`."
	workspace.Validators = append(workspace.Validators, stringvalidator.ConflictsWith(path.MatchRoot("scope")))
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"workspace_id": workspace,
		"scope": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "`organisation` for a label of the organisation itself, which requires the API key of an organisation. If omitted, the label is a workspace's. " +
				"Changing the scope forces a new label to be created. Conflicts with `workspace_id`.",
			Validators:    []validator.String{tfkit.Among(organisation)},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the label, by which requests name a version. Letters, digits, `-` and `_`, and at most one other character, " +
				"which is neither `@` nor white space. It can't be `latest`, `default` or a number, which name versions already, and is unique in the workspace, " +
				"or among the labels of the organisation. Renaming updates the label in place, and requests that name the old one fail.",
			Validators: []validator.String{tfkit.Satisfies("must be the name of a label", badName)},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the label is for. If omitted or empty, there is none.",
		},
		"color_code": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The colour of the label, as in `#1a2b3c`. If omitted, it has none of its own.",
			Validators:          []validator.String{stringvalidator.RegexMatches(colourPattern, "must be # and six hexadecimal digits")},
		},
		"organisation_id": tfkit.Fixed("The ID of the organisation."),
		"is_universal":    tfkit.FixedBool("Whether it is one of the labels that every workspace has, and that can't be changed."),
		"status":          tfkit.Fixed("The status of the label, such as `active`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

var (
	colourPattern = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	namePattern   = regexp.MustCompile(`^[A-Za-z0-9_-]*[^\s@]?[A-Za-z0-9_-]*$`)
	digitsPattern = regexp.MustCompile(`^[0-9]+$`)
)

// badName says what is wrong with the name of a label, "" if nothing is.
func badName(name string, _ path.Path) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "The name is empty."
	case name == "latest" || name == "default" || digitsPattern.MatchString(name):
		return "A label can't be called " + name + ", which names a version already. Choose another name."
	case !namePattern.MatchString(name):
		return "A name consists of letters, digits, - and _, and at most one other character, which is neither @ nor white space."
	default:
		return ""
	}
}

// IdentitySchema names what identifies a label. The API finds one within its workspace, or
// within the organisation only.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
	resp.IdentitySchema.Attributes["workspace_id"] = identityschema.StringAttribute{
		OptionalForImport: true, Description: "The ID of the workspace that has the label, a UUID. Omitted for a label of the organisation.",
	}
}
