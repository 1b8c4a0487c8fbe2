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
	usageDescription = "Budgets: once a budget is used up, Portkey blocks further requests until it is reset or raised. " +
		"Order is not significant."
	usageTypeDescription = "What is counted: " + oneOf(usageTypes) + ". `cost` is in US dollars."
	budgetDescription    = "The budget, in the unit of `type`. The minimum is 1. Portkey documents whole numbers and may reject a fraction, so round what is computed, for example with `floor()`."
	thresholdDescription = "The usage at which Portkey sends an alert, in the unit of `type` and not as a percentage. " +
		"The minimum is 1, the maximum is `credit_limit`. If omitted, no alert is sent."
	resetDescription     = "When the usage is reset to zero: `weekly` on Sunday or `monthly` on the 1st, at 00:00 UTC."
	resetDaysDescription = "The number of days after which the usage is reset to zero at 00:00 UTC, from 1 to 365. Conflicts with `periodic_reset`."
	rateDescription      = "Rate limits: how many requests or tokens are allowed in a unit of time. Order is not significant."
	rateTypeDescription  = "What is counted: " + oneOf(rateTypes) + "."
	rateUnitDescription  = "The unit of time: " + oneOf(rateUnits) + " (per second, minute, hour, day or week)."
	rateValueDescription = "How many are allowed in one unit of time, a whole number. `0` blocks all."
)

func oneOf(values []string) string {
	last := len(values) - 1
	return "`" + strings.Join(values[:last], "`, `") + "` or `" + values[last] + "`"
}

// UsageAttribute is the attribute usage_limits of a resource.
func UsageAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: usageDescription + " If omitted or empty, there is no budget. Newer control planes accept one budget for each workspace.",
		Validators:          []validator.List{twins("usage limits", "type, periodic_reset and periodic_reset_days", usageKey)},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{usageLimit{}},
			Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: usageTypeDescription + " Portkey documents `requests` for policies only, and may reject it here. Set it explicitly: what Portkey counts by default is not documented, and Terraform shows a warning if it is omitted.",
					Validators:          []validator.String{tfkit.OneOf(usageTypes...)},
				},
				// Optional, and wanted by the validator of the object: the framework
				// takes a required attribute for missing where the whole limit is
				// unknown, as in usage_limits = [var.budget] under terraform validate.
				"credit_limit": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: "Required. " + budgetDescription,
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
					MarkdownDescription: "When the usage is reset next, as an RFC 3339 time. Portkey moves it to 00:00 UTC of that day and, " +
						"once it has passed, to the next period; neither appears as a diff, and a date that has passed is not sent. " +
						"If omitted, Portkey computes the date, and changing the limit keeps it.",
					Validators: []validator.String{tfkit.RFC3339()},
				},
			},
		},
	}
}

// BudgetAttribute is the attribute usage_limits of a resource that has at most one.
func BudgetAttribute() schema.ListNestedAttribute {
	attribute := UsageAttribute()
	attribute.MarkdownDescription = "The budget, a list of at most one element: once it is used up, Portkey blocks further requests until it is reset or raised. " +
		"If omitted or empty, there is no budget."
	attribute.Validators = []validator.List{atMostOne{}}
	return attribute
}

// RateAttribute is the attribute rate_limits of a resource.
func RateAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: rateDescription + " If omitted or empty, there is no rate limit.",
		Validators:          []validator.List{twins("rate limits", "type and unit", rateKey)},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{rateLimit{}},
			Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: rateTypeDescription + " Set it explicitly: Portkey's default is not documented, and Terraform shows a warning if it is omitted.",
					Validators:          []validator.String{tfkit.OneOf(rateTypes...)},
				},
				"unit": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: rateUnitDescription + " Set it explicitly: Portkey's default is not documented, and Terraform shows a warning if it is omitted.",
					Validators:          []validator.String{tfkit.OneOf(rateUnits...)},
				},
				// Optional for the same reason as credit_limit.
				"value": schema.NumberAttribute{
					Optional:            true,
					MarkdownDescription: "Required. " + rateValueDescription,
					Validators:          []validator.Number{rateRange},
				},
			},
		},
	}
}
