package policy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// rateNoun is what diagnostics need to know of rate limits policies.
var rateNoun = tfkit.Noun{
	Words: portkey.RateLimitsPolicyWords, Type: "portkey_rate_limits_policy", Name: "name",
	References: "ID, or exact name",
	Attributes: []string{"name", "workspace_id", "type", "conditions", "group_by", "unit", "value", "target"},
}

// NewRateResource returns the resource portkey_rate_limits_policy for the provider's
// registry.
func NewRateResource() resource.Resource { return newRateResource() }

func newRateResource() *Resource[rateModel] {
	return &Resource[rateModel]{
		ResourceBase: tfkit.ResourceBase{Name: "rate_limits_policy"},
		kind:         portkey.RateLimitsPolicies,
		noun:         rateNoun,
		description: "Manages a rate limits policy: how many requests or tokens of a workspace are allowed in a unit of time, of those that meet some conditions, for each value of what they are grouped by. " +
			"Portkey rejects what exceeds the limit.\n\n" + documentation +
			"Everything but the workspace, `type`, `group_by` and `target` is changed in place.\n\n" +
			"~> Destroying the resource deletes the policy, which Portkey keeps as archived: nothing limits the requests any more.\n\n" +
			"-> The guide [Budgets by user, model and metadata](../guides/policies.md) has examples.\n\n" + rights,
		attributes: rateSchema,
		validate:   func(context.Context, tfsdk.Config) diag.Diagnostics { return nil },
		upgrade:    upgradeRate,
	}
}

func rateSchema() map[string]schema.Attribute {
	attributes := commonAttributes(rateNoun, "What is counted: `requests` or `tokens`.", []string{"requests", "tokens"},
		"`api_key`, `config`, `endpoint_type`, `model`, `prompt`, `provider`, `virtual_key`, `workspace_id`, `organisation_id`; "+
			"with `target = \"mcp_tools\"` `api_key`, `mcp_server`, `mcp_tool`, `workspace_id`")
	attributes["unit"] = schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The unit of time: `rpm`, `rph`, `rpd` or `rpw` (per minute, hour, day or week).",
		Validators:          []validator.String{tfkit.NotBlank(), tfkit.OneOf("rpm", "rph", "rpd", "rpw")},
	}
	attributes["value"] = schema.NumberAttribute{
		Required:            true,
		MarkdownDescription: "How many are allowed in one unit of time, for each value of `group_by`, a whole number. `0` blocks all.",
		Validators:          []validator.Number{tfkit.WholeBetween(0, tfkit.MostWhole)},
	}
	attributes["target"] = schema.StringAttribute{
		Optional: true, Computed: true, // so that an import of the default is no change
		Default: stringdefault.StaticString(defaultTarget),
		MarkdownDescription: "What is limited: `llm`, requests to models, or `mcp_tools`, calls of tools of MCP servers. Defaults to `llm`. " +
			"Changing it forces a new rate limits policy to be created.",
		Validators: []validator.String{tfkit.OneOf(defaultTarget, toolTarget)},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(
			func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
				resp.RequiresReplace = req.PlanValue.IsUnknown() || targetOf(req.PlanValue.ValueStringPointer()) != targetOf(req.StateValue.ValueStringPointer())
			}, "Another target forces a new policy.", "Another target forces a new policy.",
		)},
	}
	return attributes
}
