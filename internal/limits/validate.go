package limits

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// usageLimit checks one element of usage_limits across its fields.
type usageLimit struct{}

func (usageLimit) Description(context.Context) string { return "a usage limit that Portkey accepts" }
func (usageLimit) MarkdownDescription(context.Context) string {
	return "a usage limit that Portkey accepts"
}

func (usageLimit) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	field := req.ConfigValue.Attributes()
	if isUnset(field["type"].(types.String)) {
		resp.Diagnostics.AddAttributeWarning(req.Path.AtName("type"), "Usage limit without a type",
			"What Portkey counts for a budget without a type is not documented. Add type = \"cost\" for US dollars, or \"tokens\".")
	}
	credit, threshold := field["credit_limit"].(types.Float64), field["alert_threshold"].(types.Float64)
	if known(credit, threshold) && threshold.ValueFloat64() > credit.ValueFloat64() {
		at := req.Path.AtName("alert_threshold")
		resp.Diagnostics.AddAttributeError(at, "Invalid value",
			fmt.Sprintf("The attribute %s is %v, above the credit_limit of %v, so the alert could never be sent. "+
				"It is an amount in the unit of the limit, not a percentage: use at most %v.",
				at, threshold.ValueFloat64(), credit.ValueFloat64(), credit.ValueFloat64()))
	}
	reset, days := field["periodic_reset"].(types.String), field["periodic_reset_days"].(types.Int64)
	if known(reset, days) && reset.ValueString() != "" {
		at := req.Path.AtName("periodic_reset_days")
		resp.Diagnostics.AddAttributeError(at, "Invalid value",
			fmt.Sprintf("The limit at %s has both periodic_reset and periodic_reset_days. Portkey takes one of them: remove the other.", req.Path))
	}
}

// rateLimit checks one element of rate_limits across its fields.
type rateLimit struct{}

func (rateLimit) Description(context.Context) string { return "a rate limit that Portkey accepts" }
func (rateLimit) MarkdownDescription(context.Context) string {
	return "a rate limit that Portkey accepts"
}

func (rateLimit) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, name := range []string{"type", "unit"} {
		if isUnset(req.ConfigValue.Attributes()[name].(types.String)) {
			resp.Diagnostics.AddAttributeWarning(req.Path.AtName(name), "Rate limit without a "+name,
				fmt.Sprintf("What Portkey does with a rate limit without a %s is not documented. Add it, as in type = \"requests\", unit = \"rpm\".", name))
		}
	}
}

// twins warns of two limits of one key: Portkey's answer to them is unknown,
// and which of the two an edit means can't be told.
func twins(what, fields string, key func(types.Object) (string, bool)) validator.List {
	return twinValidator{what: what, fields: fields, key: key}
}

type twinValidator struct {
	what, fields string
	// key is what tells limits apart; ok is false while a part of it is unknown.
	key func(types.Object) (key string, ok bool)
}

func (v twinValidator) Description(context.Context) string { return "no two limits of one kind" }
func (v twinValidator) MarkdownDescription(context.Context) string {
	return "no two limits of one kind"
}

func (v twinValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	first := map[string]int{}
	for i, element := range req.ConfigValue.Elements() {
		limit, ok := element.(types.Object)
		if !ok || limit.IsNull() || limit.IsUnknown() {
			continue
		}
		key, ok := v.key(limit)
		if !ok {
			continue
		}
		if earlier, twin := first[key]; twin {
			resp.Diagnostics.AddAttributeWarning(req.Path.AtListIndex(i), "Two "+v.what+" of one kind",
				fmt.Sprintf("The elements %d and %d of %s are alike in %s. What Portkey makes of that is not documented: keep one of them.",
					earlier, i, req.Path, v.fields))
			continue
		}
		first[key] = i
	}
}

func usageKey(limit types.Object) (string, bool) {
	field := limit.Attributes()
	kind, reset := field["type"].(types.String), field["periodic_reset"].(types.String)
	days := field["periodic_reset_days"].(types.Int64)
	key := fmt.Sprintf("%s/%s/%d", kind.ValueString(), reset.ValueString(), days.ValueInt64())
	return key, !kind.IsUnknown() && !reset.IsUnknown() && !days.IsUnknown()
}

func rateKey(limit types.Object) (string, bool) {
	kind, unit := limit.Attributes()["type"].(types.String), limit.Attributes()["unit"].(types.String)
	return kind.ValueString() + "/" + unit.ValueString(), !kind.IsUnknown() && !unit.IsUnknown()
}

func isUnset(s types.String) bool { return !s.IsUnknown() && s.ValueString() == "" }

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
