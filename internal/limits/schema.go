package limits

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// never is for a budget that is meant to have no reset. It is a word of this provider:
// Portkey is sent none.
const never = "never"

// The most days between two resets, as Portkey documents.
const mostDays = 365

// Every value that is on record for any limit of the API. They feed the
// validators, their messages and the descriptions.
var (
	usageTypes = []string{"cost", "tokens", "requests"}
	rateTypes  = []string{"requests", "tokens"}
	rateUnits  = []string{"rps", "rpm", "rph", "rpd", "rpw"}
	resets     = []string{"weekly", "monthly", never}
)

// What the numbers may be.
var (
	amountRange = tfkit.NumberBetween(1, tfkit.MostWhole)
	daysRange   = tfkit.WholeBetween(1, mostDays)
	rateRange   = tfkit.WholeBetween(0, tfkit.MostWhole)
)

// Descriptions that the resource's attributes share with the data sources'.
var (
	usageDescription = "Budgets: once one is used up, Portkey refuses further requests until it is reset or raised. " +
		"The order of the list means nothing."
	usageTypeDescription = "What is counted: " + oneOf(usageTypes) + ". `cost` is in US dollars."
	budgetDescription    = "The budget, in the unit of `type`; at least 1. Portkey documents whole numbers and may refuse a fraction, so round what is computed, for example with `floor()`."
	thresholdDescription = "Portkey sends an alert once this much is used. In the unit of `type`, not a percentage; " +
		"at least 1 and at most `credit_limit`. Without it no alert is sent."
	resetDescription     = "When the usage starts from zero again: `weekly` on Sunday or `monthly` on the 1st, at 00:00 UTC."
	resetDaysDescription = "After how many days the usage starts from zero again, 1 to 365, at 00:00 UTC. Conflicts with `periodic_reset`."
	rateDescription      = "Rate limits: how many requests or tokens may pass in a unit of time. The order of the list means nothing."
	rateTypeDescription  = "What is counted: " + oneOf(rateTypes) + "."
	rateUnitDescription  = "The unit of time: " + oneOf(rateUnits) + " (per second, minute, hour, day, week)."
	rateValueDescription = "How many may pass in one unit of time; 0 lets none pass."
)

func oneOf(values []string) string {
	last := len(values) - 1
	return "`" + strings.Join(values[:last], "`, `") + "` or `" + values[last] + "`"
}

// UsageAttribute is the attribute usage_limits of a resource.
func UsageAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: usageDescription + " Without it, or with an empty list, there is no budget. Newer control planes accept one for each workspace.",
		Validators:          []validator.List{twins("usage limits", "type, periodic_reset and periodic_reset_days", usageKey)},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{usageLimit{}},
			Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: usageTypeDescription + " Portkey documents `requests` for policies, and may refuse it here. Always give the type: what is counted without it is not documented.",
					Validators:          []validator.String{tfkit.OneOf(usageTypes...)},
				},
				// Optional, and wanted by the validator of the object: the framework
				// takes a required attribute for missing where the whole limit is
				// unknown, as in usage_limits = [var.budget] under terraform validate.
				"credit_limit": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: budgetDescription + " Always needed.",
					Validators:          []validator.Number{amountRange},
				},
				"alert_threshold": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: thresholdDescription,
					Validators:          []validator.Number{amountRange},
				},
				"periodic_reset": schema.StringAttribute{
					Optional: true,
					MarkdownDescription: resetDescription + " Conflicts with `periodic_reset_days`. " +
						"If both are omitted, the budget is never reset, and Terraform shows a warning: once it is used up, requests stay blocked until it is raised. " +
						"Set `never` if this is intended.",
					Validators: []validator.String{tfkit.OneOf(resets...)},
				},
				"periodic_reset_days": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: resetDaysDescription,
					Validators:          []validator.Number{daysRange},
				},
				"next_usage_reset_at": schema.StringAttribute{
					Optional: true,
					MarkdownDescription: "When the next reset is due, as an RFC 3339 time. Portkey moves it to 00:00 UTC of its day and, " +
						"once it has passed, on to the next period by itself; neither shows as a change, and a date that has passed is not sent. " +
						"Without it Portkey decides, and an edit of the limit keeps the date that Portkey has.",
					Validators: []validator.String{tfkit.RFC3339()},
				},
			},
		},
	}
}

// RateAttribute is the attribute rate_limits of a resource.
func RateAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: rateDescription + " Without it, or with an empty list, there is no rate limit.",
		Validators:          []validator.List{twins("rate limits", "type and unit", rateKey)},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{rateLimit{}},
			Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: rateTypeDescription + " Always give it: what Portkey counts without it is not documented.",
					Validators:          []validator.String{tfkit.OneOf(rateTypes...)},
				},
				"unit": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: rateUnitDescription + " Always give it: what Portkey takes without it is not documented.",
					Validators:          []validator.String{tfkit.OneOf(rateUnits...)},
				},
				// Optional for the same reason as credit_limit.
				"value": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: rateValueDescription + " Always needed.",
					Validators:          []validator.Number{rateRange},
				},
			},
		},
	}
}
