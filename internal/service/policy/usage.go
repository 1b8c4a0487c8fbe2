package policy

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// usageNoun is what diagnostics need to know of usage limits policies.
var usageNoun = tfkit.Noun{
	Words: portkey.UsageLimitsPolicyWords, Type: "portkey_usage_limits_policy", Name: "name",
	References: "ID, or exact name",
	Attributes: []string{
		"name", "description", "workspace_id", "type", "conditions", "group_by", "credit_limit", "alert_threshold",
		"periodic_reset", "periodic_reset_days", "next_usage_reset_at",
	},
}

// NewUsageResource returns the resource portkey_usage_limits_policy for the provider's
// registry.
func NewUsageResource() resource.Resource { return newUsageResource() }

func newUsageResource() *Resource[usageModel] {
	return &Resource[usageModel]{
		ResourceBase: tfkit.ResourceBase{Name: "usage_limits_policy"},
		kind:         portkey.UsageLimitsPolicies,
		noun:         usageNoun,
		description: "Manages a usage limits policy: a budget of the requests of a workspace that meet some conditions, for each value of what they are grouped by. " +
			"Once the budget of a value is used up, Portkey rejects its requests until the budget is reset or raised.\n\n" + documentation +
			"Everything but the workspace, `type` and `group_by` is changed in place. Changing a policy never resets what was spent, and moves the next reset only if the period or the date of the resets is changed.\n\n" +
			"~> Destroying the resource deletes the policy, which Portkey keeps as archived: nothing limits the requests any more, and a policy that is created again counts from zero.\n\n" +
			"-> Portkey counts for each value of `group_by` from its first request on. See the data source `portkey_usage_limits_policy_entities`, the action `portkey_reset_usage` and " +
			"the guide [Budgets by user, model and metadata](../guides/policies.md).\n\n" + rights,
		attributes: usageSchema,
		validate:   validateUsage,
		upgrade:    upgradeUsage,
	}
}

// mostDays is how many days there are between two resets (documented), and
// longestDescription is that of a description.
const (
	mostDays           = 365
	longestDescription = 500
)

func usageSchema() map[string]schema.Attribute {
	attributes := commonAttributes(usageNoun, "What is counted: `cost`, in US dollars, `tokens` or `requests`.", []string{"cost", "tokens", "requests"},
		"`api_key`, `config`, `model`, `prompt`, `provider`, `virtual_key`, `workspace_id`, `organisation_id`")
	attributes["description"] = schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "A description of the policy, at most 500 characters. If omitted or empty, there is none. Portkey takes none at creation, so it is set right after that.",
		Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(longestDescription)},
	}
	attributes["credit_limit"] = schema.NumberAttribute{
		Required:            true,
		MarkdownDescription: "The budget of each value of `group_by`, in the unit of `type`. Fractions are allowed. Raising it lets exhausted values continue.",
		Validators:          []validator.Number{tfkit.NumberBetween(0, tfkit.MostWhole)},
	}
	attributes["alert_threshold"] = schema.NumberAttribute{
		Optional:            true,
		MarkdownDescription: "The usage at which Portkey sends an alert, in the unit of `type` and not as a percentage. It must be less than `credit_limit`. If omitted, no alert is sent.",
		Validators:          []validator.Number{tfkit.NumberBetween(0, tfkit.MostWhole)},
	}
	attributes["periodic_reset"] = schema.StringAttribute{
		Optional: true,
		MarkdownDescription: "When the usage is reset to zero: `weekly` on Monday or `monthly` on the 1st, at 00:00 UTC. Conflicts with `periodic_reset_days`. " +
			"If both are omitted, the usage is never reset.",
		Validators: []validator.String{tfkit.OneOf("weekly", "monthly")},
	}
	attributes["periodic_reset_days"] = schema.NumberAttribute{
		Optional:            true,
		MarkdownDescription: "The number of days after which the usage is reset to zero at 00:00 UTC, from 1 to 365. Conflicts with `periodic_reset`.",
		Validators:          []validator.Number{tfkit.WholeBetween(1, mostDays)},
	}
	attributes["next_usage_reset_at"] = schema.StringAttribute{
		Optional: true,
		MarkdownDescription: "When the usage is reset next, as an RFC 3339 time. Portkey moves it to 00:00 UTC of that day and, " +
			"once it has passed, to the next period; neither appears as a diff, and a date that has passed is not sent. " +
			"If omitted, Portkey computes the date when the period is set or changed.",
		Validators: []validator.String{tfkit.RFC3339()},
	}
	attributes["reset_usage_trigger"] = schema.StringAttribute{
		Optional: true,
		MarkdownDescription: "Any string. Changing it, or adding it to an existing policy, sets to zero what was spent for all values, " +
			"so that exhausted ones continue. If omitted or removed, nothing is reset. To reset a single value, use the action `portkey_reset_usage`.",
	}
	attributes["last_reset_at"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "When the usage was last reset by its period, as an RFC 3339 time in UTC. Null if it never was.",
	}
	return attributes
}

// validateUsage checks a budget across its attributes, as far as they are known.
func validateUsage(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var credit, threshold, days types.Number
	var period types.String
	diags := config.GetAttribute(ctx, path.Root("credit_limit"), &credit)
	diags.Append(config.GetAttribute(ctx, path.Root("alert_threshold"), &threshold)...)
	diags.Append(config.GetAttribute(ctx, path.Root("periodic_reset"), &period)...)
	diags.Append(config.GetAttribute(ctx, path.Root("periodic_reset_days"), &days)...)
	if isKnown(credit) && isKnown(threshold) && *tfkit.Float(threshold) >= *tfkit.Float(credit) {
		diags.AddAttributeError(path.Root("alert_threshold"), "Invalid value", fmt.Sprintf(
			"The attribute alert_threshold is %s, and must be less than the credit_limit of %s. It is an amount in the unit of the policy, not a percentage.",
			tfkit.ShowNumber(threshold), tfkit.ShowNumber(credit)))
	}
	if isKnown(days) && isKnown(period) && period.ValueString() != "" {
		diags.AddAttributeError(path.Root("periodic_reset_days"), "Invalid value",
			"The attribute periodic_reset_days conflicts with periodic_reset. The policy has both: remove one of them.")
	}
	return diags
}

func isKnown(value interface {
	IsNull() bool
	IsUnknown() bool
},
) bool {
	return !value.IsNull() && !value.IsUnknown()
}
