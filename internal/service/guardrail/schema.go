package guardrail

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [Guardrails](https://portkey.ai/docs/product/guardrails).\n\n"

// Schema describes portkey_guardrail.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a guardrail: checks of requests and responses, and what happens when they fail, for the organisation or for one workspace.\n\n" + official +
			"-> A guardrail has an effect once something refers to it: a config, the defaults of a workspace, or those of the organisation. " +
			"The guide [Guardrails for every workspace](../guides/guardrails.md) shows how they fit together.\n\n" +
			"~> Portkey rejects the deletion of a guardrail as long as a config or defaults refer to it; the error names them. " +
			"Those that Terraform manages are changed first if they refer to this resource.\n\n" +
			"The API key needs the scopes `create`, `read`, `update`, `delete` and `list` of `guardrails` or, with `scope = \"organisation\"`, of `organisation_guardrails`, " +
			"as in `guardrails.create`, and `workspaces.read` to detect that a guardrail was deleted outside Terraform and if `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

const replaces = " Changing it forces a new guardrail to be created."

// attributesSchema describes the attributes of the resource. The data sources show most of
// them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   noun.ID(),
		"slug": tfkit.Fixed("The slug of the guardrail, such as `pg-nopii-1a2b3c`, by which configs and defaults refer to it. It never changes, not even when the guardrail is renamed."),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the guardrail. Renaming updates the guardrail in place. Creating a guardrail, and renaming one, fails if another guardrail of the workspace, " +
				"or of the organisation, has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"scope": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "What the guardrail belongs to: a `workspace`, whose configs and defaults can refer to it, or the `organisation`, which can enforce it on every workspace. " +
				"Always required, since Portkey creates a guardrail of the organisation if no workspace is named." + replaces,
			Validators:    []validator.String{tfkit.Among(ofWorkspace, ofOrganisation)},
			PlanModifiers: []planmodifier.String{replacesKnown()},
		},
		"workspace_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The ID or the slug of the workspace that contains the guardrail. Required with `scope = \"workspace\"` and the API key of an organisation. " +
				"Defaults to the workspace of a workspace's own key. Must be omitted with `scope = \"organisation\"`. Changing the workspace forces a new guardrail to be created.",
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"target": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What is checked: `llm`, the requests to models, or `mcp_tools`, the calls of MCP tools. Defaults to `llm`." + replaces,
			Validators:          []validator.String{tfkit.NotBlank(), tfkit.OneOf(defaultTarget, "mcp_tools")},
			PlanModifiers:       []planmodifier.String{replacesTarget()},
		},
		"checks":  checksSchema(),
		"actions": actionsSchema(),
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the guardrail even if another one of the same workspace, or of the organisation, has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"version_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The ID of the version in use, which is the latest one. Null if Portkey does not return it.",
		},
		"status":          tfkit.Fixed("The status of the guardrail: `active`, or `archived` once deleted."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

func checksSchema() schema.Attribute {
	return schema.ListNestedAttribute{
		Required:            true,
		MarkdownDescription: "The checks, at least one. The order is significant.",
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), tfkit.NoNullElements()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The ID of the check, such as `default.wordCount`, `default.regexMatch`, `portkey.pii` or `bedrock.guard`. " +
					"A check that this version does not know is sent as it is, with a warning.",
				Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
			},
			"name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A label of the check. If omitted or empty, there is none.",
			},
			"is_enabled": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether the check is run. Defaults to `true`.",
			},
			"parameters": schema.StringAttribute{
				Optional:  true,
				Sensitive: true, // such as the headers of a webhook, which Portkey returns in clear text
				MarkdownDescription: "The parameters of the check as a JSON object: write it with `jsonencode`. Those of the checks that this version knows are checked. " +
					"The same object, formatted differently, is not a change, nor are parameters with which Portkey completes it. " +
					"If omitted, the defaults of the check are used. Sensitive, since parameters may contain credentials.",
				Validators: []validator.String{tfkit.JSONObjectOrEmpty()},
			},
		}},
	}
}

func actionsSchema() schema.Attribute {
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description + " Defaults to `false`."}
	}
	return schema.SingleNestedAttribute{
		Required:            true,
		MarkdownDescription: "What happens on the verdict of the checks. `{}` is the default of everything: requests pass, and the verdict is logged.",
		Attributes: map[string]schema.Attribute{
			"deny":       flag("Whether a request or a response that fails is denied, with status 446. If not, it passes with status 246."),
			"async":      flag("Whether the checks run beside the request, without delaying it. Then nothing can be denied."),
			"sequential": flag("Whether the checks run one after the other, instead of at the same time."),
			"on_success": outcomeSchema("if all checks pass", "5"),
			"on_fail":    outcomeSchema("if a check fails", "-5"),
			"extra": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Further keys of the actions as a JSON object, which are sent as they are: write it with `jsonencode`. " +
					"Keys that somebody else has set and that are not among them stay. If omitted, there are none.",
				Validators: []validator.String{tfkit.JSONObject(), noOwnKeys()},
			},
		},
	}
}

// outcomeSchema is what happens on one of the verdicts.
func outcomeSchema(when, value string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "What happens " + when + ". If omitted, the default feedback is logged.",
		Attributes: map[string]schema.Attribute{
			"feedback": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "The feedback that is added to the log of the request. If omitted, none is added.",
				Attributes: map[string]schema.Attribute{
					"value":    schema.NumberAttribute{Optional: true, MarkdownDescription: "The value of the feedback. Defaults to `" + value + "`."},
					"weight":   schema.NumberAttribute{Optional: true, MarkdownDescription: "The weight of the feedback. Defaults to `1`."},
					"metadata": schema.StringAttribute{Optional: true, MarkdownDescription: "Metadata of the feedback as JSON: write it with `jsonencode`. If omitted, there is none.", Validators: []validator.String{tfkit.JSON()}},
				},
			},
		},
	}
}

// replacesKnown plans a replacement for another value than one that is known: where a
// guardrail is may not be known after an import.
func replacesKnown() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.StateValue.IsNull()
	}, "Changing it replaces the guardrail.", "Changing it replaces the guardrail.")
}

// replacesTarget plans a replacement for another target. An omitted one is the default.
func replacesTarget() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		target := func(text *string) string { return listed{Target: text}.target() }
		resp.RequiresReplace = req.PlanValue.IsUnknown() || target(req.PlanValue.ValueStringPointer()) != target(req.StateValue.ValueStringPointer())
	}, "Changing it replaces the guardrail.", "Changing it replaces the guardrail.")
}

// noOwnKeys refuses keys in extra that are attributes.
func noOwnKeys() validator.String {
	return tfkit.Satisfies("no key that is an attribute", func(value string, at path.Path) string {
		fields := tfkit.JSONFields(value)
		for _, name := range ownKeys {
			if one, has := fields[name]; has && isOwn(name, one) {
				return "The attribute " + at.String() + " has the key " + name + ". Set the attribute " + at.ParentPath().AtName(name).String() + " instead."
			}
		}
		return ""
	})
}

// IdentitySchema names what identifies a guardrail.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
