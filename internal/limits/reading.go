package limits

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// UsageReading is a usage limit as a data source shows it: what a resource can
// configure, with the server's own reset date, and what only the server knows.
type UsageReading struct {
	Type              *string  `tfsdk:"type"`
	CreditLimit       *float64 `tfsdk:"credit_limit"`
	AlertThreshold    *float64 `tfsdk:"alert_threshold"`
	PeriodicReset     *string  `tfsdk:"periodic_reset"`
	PeriodicResetDays *float64 `tfsdk:"periodic_reset_days"`
	NextUsageResetAt  *string  `tfsdk:"next_usage_reset_at"`
	CurrentUsage      *float64 `tfsdk:"current_usage"`
	Status            *string  `tfsdk:"status"`
}

// ReadUsage is the usage limits of an answer; never null.
func ReadUsage(answer portkey.UsageLimits) []UsageReading {
	read := make([]UsageReading, 0, len(answer))
	for _, limit := range answer {
		read = append(read, UsageReading{
			Type:              tfkit.TextOrNull(limit.Type),
			CreditLimit:       amount(limit.CreditLimit),
			AlertThreshold:    amount(limit.AlertThreshold),
			PeriodicReset:     tfkit.TextOrNull(limit.PeriodicReset),
			PeriodicResetDays: amount(limit.PeriodicResetDays),
			NextUsageResetAt:  tfkit.TextOrNull(limit.NextUsageResetAt),
			CurrentUsage:      amount(limit.CurrentUsage),
			Status:            tfkit.TextOrNull(limit.Status),
		})
	}
	return read
}

// ReadRate is the rate limits of an answer; never null.
func ReadRate(answer portkey.RateLimits) []RateLimit {
	return append([]RateLimit{}, ObserveRate(nil, answer)...)
}

// UsageReadingAttribute is the attribute usage_limits of a data source.
func UsageReadingAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: usageDescription + " An empty list if there is none.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"type":                schema.StringAttribute{Computed: true, MarkdownDescription: usageTypeDescription},
			"credit_limit":        schema.NumberAttribute{Computed: true, MarkdownDescription: budgetDescription},
			"alert_threshold":     schema.NumberAttribute{Computed: true, MarkdownDescription: thresholdDescription},
			"periodic_reset":      schema.StringAttribute{Computed: true, MarkdownDescription: resetDescription},
			"periodic_reset_days": schema.NumberAttribute{Computed: true, MarkdownDescription: resetDaysDescription},
			"next_usage_reset_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the usage is reset next, as an RFC 3339 time in UTC. Set and advanced by Portkey.",
			},
			"current_usage": schema.NumberAttribute{
				Computed:            true,
				MarkdownDescription: "The usage since the last reset, in the unit of `type`. Null if Portkey does not return it.",
			},
			"status": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the budget is `active` or `exhausted`. Null if Portkey does not return it.",
			},
		}},
	}
}

// RateReadingAttribute is the attribute rate_limits of a data source.
func RateReadingAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: rateDescription + " An empty list if there is none.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"type":  schema.StringAttribute{Computed: true, MarkdownDescription: rateTypeDescription},
			"unit":  schema.StringAttribute{Computed: true, MarkdownDescription: rateUnitDescription},
			"value": schema.NumberAttribute{Computed: true, MarkdownDescription: rateValueDescription},
		}},
	}
}
