package limits

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// usageLimit checks one element of usage_limits across its fields.
type usageLimit struct{}

func (usageLimit) Description(context.Context) string { return "a usage limit that Portkey accepts" }
func (usageLimit) MarkdownDescription(context.Context) string {
	return "a usage limit that Portkey accepts"
}

func (usageLimit) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if !isWhole(req, resp) {
		return
	}
	var limit usageConfig
	resp.Diagnostics.Append(req.ConfigValue.As(ctx, &limit, basetypes.ObjectAsOptions{})...)
	if limit.CreditLimit.IsNull() {
		missing(req, resp, "credit_limit", "the budget, such as credit_limit = 100")
	}
	warn := func(name, summary, detail string) {
		resp.Diagnostics.AddAttributeWarning(tfkit.Shown(req.Path.AtName(name)), summary, detail)
	}
	if isEmpty(limit.Type) {
		empty(req, resp, "type", usageTypes)
	}
	if limit.Type.IsNull() {
		warn("type", "Usage limit without a type", fmt.Sprintf(
			"The attribute %s is not set. What Portkey counts for a budget without a type is not documented. Add type = \"cost\" for US dollars, or \"tokens\".", req.Path.AtName("type")))
	}
	if isEmpty(limit.PeriodicReset) && limit.PeriodicResetDays.IsNull() {
		empty(req, resp, "periodic_reset", resets)
	}
	if limit.PeriodicReset.IsNull() && limit.PeriodicResetDays.IsNull() {
		warn("periodic_reset", "Budget is never reset", fmt.Sprintf(
			"The limit at %s has neither periodic_reset nor periodic_reset_days: once the budget is used up, Portkey blocks requests until it is raised. "+
				"Set periodic_reset = \"monthly\", or periodic_reset = \"never\" if this is intended. "+
				"Terraform silently drops unknown keys of an object: check the spelling.", req.Path))
	}
	resp.Diagnostics.Append(tfkit.FractionWarning(req.Path.AtName("credit_limit"), limit.CreditLimit)...)
	resp.Diagnostics.Append(tfkit.FractionWarning(req.Path.AtName("alert_threshold"), limit.AlertThreshold)...)
	if accepted(ctx, limit.CreditLimit) && accepted(ctx, limit.AlertThreshold) && *tfkit.Float(limit.AlertThreshold) > *tfkit.Float(limit.CreditLimit) {
		credit := tfkit.ShowNumber(limit.CreditLimit)
		refuse(req, resp, fmt.Sprintf("The attribute %s is %s, above the credit_limit of %s, so the alert could never be sent. "+
			"It is an amount in the unit of the limit, not a percentage: use at most %s.",
			req.Path.AtName("alert_threshold"), tfkit.ShowNumber(limit.AlertThreshold), credit, credit))
	}
	if known(limit.PeriodicReset, limit.PeriodicResetDays) && limit.PeriodicReset.ValueString() != "" {
		refuse(req, resp, fmt.Sprintf("The attribute %s conflicts with periodic_reset. The limit has both periodic_reset and periodic_reset_days: remove the other.",
			req.Path.AtName("periodic_reset_days")))
	}
}

// accepted reports whether an amount is known and passes by itself: only then is it
// worth comparing with another one.
func accepted(ctx context.Context, amount types.Number) bool {
	var resp validator.NumberResponse
	amountRange.ValidateNumber(ctx, validator.NumberRequest{ConfigValue: amount}, &resp)
	return known(amount) && !resp.Diagnostics.HasError()
}

// rateLimit checks one element of rate_limits across its fields.
type rateLimit struct{}

func (rateLimit) Description(context.Context) string { return "a rate limit that Portkey accepts" }
func (rateLimit) MarkdownDescription(context.Context) string {
	return "a rate limit that Portkey accepts"
}

func (rateLimit) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if !isWhole(req, resp) {
		return
	}
	var limit rateConfig
	resp.Diagnostics.Append(req.ConfigValue.As(ctx, &limit, basetypes.ObjectAsOptions{})...)
	if limit.Value.IsNull() {
		missing(req, resp, "value", "how many may pass, such as value = 60")
	}
	check := func(name string, value types.String, values []string) {
		if isEmpty(value) {
			empty(req, resp, name, values)
		}
		if !value.IsNull() {
			return
		}
		resp.Diagnostics.AddAttributeWarning(tfkit.Shown(req.Path.AtName(name)), "Rate limit without a "+name,
			fmt.Sprintf("The attribute %s is not set. What Portkey does with a rate limit without a %s is not documented. Add it, as in type = \"requests\", unit = \"rpm\".",
				req.Path.AtName(name), name))
	}
	check("type", limit.Type, rateTypes)
	check("unit", limit.Unit, rateUnits)
}

// atMostOne refuses a second usage limit.
type atMostOne struct{}

func (atMostOne) Description(context.Context) string         { return "at most one element" }
func (atMostOne) MarkdownDescription(context.Context) string { return "at most one element" }

func (atMostOne) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if n := len(req.ConfigValue.Elements()); n > 1 {
		resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(1), "Invalid value", fmt.Sprintf(
			"The attribute %s has %d elements, and Portkey accepts one here. Keep one of them.", req.Path, n))
	}
}

// isWhole reports whether a limit is there to be checked: an unknown one is not
// yet, and a null one is an error.
func isWhole(req validator.ObjectRequest, resp *validator.ObjectResponse) bool {
	if req.ConfigValue.IsNull() {
		refuse(req, resp, fmt.Sprintf("The limit at %s is null. Leave it out of the list, for example with a condition in a for expression.", req.Path))
	}
	return !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown()
}

// missing is the error of a limit without an attribute that it requires.
func missing(req validator.ObjectRequest, resp *validator.ObjectResponse, name, what string) {
	refuse(req, resp, fmt.Sprintf("The attribute %s is missing. Add %s. Terraform silently drops unknown keys of an object: check the spelling.",
		req.Path.AtName(name), what))
}

// empty is the error of an attribute that is "", as an unset variable often is: Portkey
// would apply a default that nobody asked for.
func empty(req validator.ObjectRequest, resp *validator.ObjectResponse, name string, values []string) {
	refuse(req, resp, fmt.Sprintf("The attribute %s is empty. Use one of `%s`.", req.Path.AtName(name), strings.Join(values, "`, `")))
}

// refuse is an error about a limit, at the path of which Terraform shows the line.
func refuse(req validator.ObjectRequest, resp *validator.ObjectResponse, detail string) {
	resp.Diagnostics.AddAttributeError(tfkit.Shown(req.Path), "Invalid value", detail)
}

// twins warns of two limits of one key: Portkey's answer to them is unknown,
// and which of the two an edit is about can't be known.
func twins(what, fields string, key func(context.Context, types.Object) (string, bool)) validator.List {
	return twinValidator{what: what, fields: fields, key: key}
}

type twinValidator struct {
	what, fields string
	// key is what tells limits apart; ok is false while a part of it is unknown, where
	// there is no limit, and where the type or unit is left out: of two that were
	// imported from answers without types, each may be of another.
	key func(context.Context, types.Object) (key string, ok bool)
}

func (v twinValidator) Description(context.Context) string { return "no two limits of one kind" }
func (v twinValidator) MarkdownDescription(context.Context) string {
	return "no two limits of one kind"
}

func (v twinValidator) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	first := map[string]int{}
	for i, element := range req.ConfigValue.Elements() {
		limit, _ := element.(types.Object)
		key, ok := v.key(ctx, limit)
		if !ok {
			continue
		}
		if earlier, twin := first[key]; twin {
			resp.Diagnostics.AddAttributeWarning(req.Path.AtListIndex(i), "Two "+v.what+" of one kind",
				fmt.Sprintf("The elements %d and %d of %s have the same %s. Portkey's behaviour is not documented: keep one of them.",
					earlier, i, req.Path, v.fields))
			continue
		}
		first[key] = i
	}
}

// usageConfig and rateConfig are limits in a configuration, where any value may
// be unknown.
type (
	usageConfig struct {
		Type              types.String `tfsdk:"type"`
		CreditLimit       types.Number `tfsdk:"credit_limit"`
		AlertThreshold    types.Number `tfsdk:"alert_threshold"`
		PeriodicReset     types.String `tfsdk:"periodic_reset"`
		PeriodicResetDays types.Number `tfsdk:"periodic_reset_days"`
		NextUsageResetAt  types.String `tfsdk:"next_usage_reset_at"`
	}
	rateConfig struct {
		Type  types.String `tfsdk:"type"`
		Unit  types.String `tfsdk:"unit"`
		Value types.Number `tfsdk:"value"`
	}
)

func usageKey(ctx context.Context, element types.Object) (string, bool) {
	var limit usageConfig
	if element.As(ctx, &limit, basetypes.ObjectAsOptions{}).HasError() ||
		limit.Type.ValueString() == "" || limit.PeriodicReset.IsUnknown() || limit.PeriodicResetDays.IsUnknown() {
		return "", false
	}
	days := ""
	if known(limit.PeriodicResetDays) {
		days = tfkit.ShowNumber(limit.PeriodicResetDays)
	}
	return fmt.Sprintf("%s/%s/%s", limit.Type.ValueString(), period(limit.PeriodicReset.ValueStringPointer()), days), true
}

func rateKey(ctx context.Context, element types.Object) (string, bool) {
	var limit rateConfig
	if element.As(ctx, &limit, basetypes.ObjectAsOptions{}).HasError() ||
		limit.Type.ValueString() == "" || limit.Unit.ValueString() == "" {
		return "", false
	}
	return limit.Type.ValueString() + "/" + limit.Unit.ValueString(), true
}

// isEmpty reports whether a string is "", and neither null nor unknown.
func isEmpty(s types.String) bool { return s.Equal(types.StringValue("")) }

func known(values ...interface {
	IsNull() bool
	IsUnknown() bool
}) bool {
	for _, value := range values {
		if value.IsNull() || value.IsUnknown() {
			return false
		}
	}
	return true
}
