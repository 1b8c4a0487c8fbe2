package function

import (
	"context"
	"errors"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NextReset is the function next_reset.
type NextReset struct{}

// NewNextReset returns the function for the provider's registry.
func NewNextReset() function.Function { return NextReset{} }

// Metadata names the function.
func (NextReset) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "next_reset"
}

// Definition describes the function.
func (NextReset) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Returns the next reset of a usage limit",
		MarkdownDescription: "Returns the first reset of a usage limit after a given time, as an RFC 3339 time at 00:00 UTC such as `2026-12-01T00:00:00Z`. " +
			"Returns null for a limit that is never reset again.\n\n" +
			"A `weekly` limit of a workspace is reset on Sunday, a `monthly` limit on the 1st. While `next_usage_reset_at` is in the future, it is the next reset; " +
			"afterwards the periods continue from it. Portkey documents that they continue, but not on which day: if the day matters, read the workspace again.\n\n" +
			"With `periodic_reset_days` the limit needs a `next_usage_reset_at`, since Portkey counts from a day known only to Portkey, such as the day on which the limit was set. " +
			"The data source `portkey_workspace` returns it.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "limit",
				MarkdownDescription: "One element of `usage_limits`, from a resource, a data source or a literal. `periodic_reset`, `periodic_reset_days` and `next_usage_reset_at` are used, " +
					"each of which may be omitted, null or `\"\"`; other attributes are ignored. An object without any attribute of a usage limit, or with a misspelt one, is an error.",
				AllowUnknownValues: true, // only the attributes that are used have to be known
			},
			function.StringParameter{
				Name:                "after",
				MarkdownDescription: "An RFC 3339 time. `plantimestamp()` is the time of the plan.",
				AllowUnknownValues:  true, // the limit is checked anyway
			},
		},
		Return: function.StringReturn{},
	}
}

// Run computes the reset.
func (NextReset) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given types.Dynamic
	var after types.String
	if resp.Error = req.Arguments.Get(ctx, &given, &after); resp.Error != nil {
		return
	}
	moment, err := tfkit.ParseTime(after.ValueString())
	if err != nil && !after.IsUnknown() {
		resp.Error = refuse(1, "is not an RFC 3339 time; use a time such as \"2027-01-31T00:00:00Z\", or plantimestamp()")
		return
	}
	limit, known, problems := limitOf(given)
	switch {
	case len(problems) > 0:
		resp.Error = refuse(0, problems...)
		return
	case !known || after.IsUnknown():
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		return
	}
	next, err := limits.NextReset(limit, moment)
	switch {
	case errors.Is(err, limits.ErrNoReset):
		resp.Error = resp.Result.Set(ctx, types.StringNull())
	case err != nil:
		resp.Error = refuse(0, err.Error())
	case next.Year() > 9999:
		resp.Error = refuse(1, "is too late: the reset would be after the year 9999, the last of RFC 3339; use an earlier time")
	default:
		resp.Error = resp.Result.Set(ctx, next.Format(time.RFC3339))
	}
}

// limitKeys are the attributes that distinguish a usage limit from other objects.
var limitKeys = []string{"credit_limit", "alert_threshold", "periodic_reset", "periodic_reset_days", "next_usage_reset_at"}

// keysOf is the keys of an object or a map, also of those that are null.
func keysOf(value attr.Value) []string {
	switch value := value.(type) {
	case basetypes.ObjectValue:
		return slices.Sorted(maps.Keys(value.Attributes()))
	case basetypes.MapValue:
		return slices.Sorted(maps.Keys(value.Elements()))
	}
	return nil
}

// limit reports objects without any attribute of a usage limit, and misspelt
// attributes: the result would be that the limit is never reset.
func (c *checker) limit(keys []string) {
	for _, key := range keys {
		if one, misspelt := tfkit.Meant(key, limitKeys); misspelt {
			c.refuse(join("", key), "unknown attribute of a usage limit (did you mean %s?)", one)
		}
	}
	if len(c.problems) == 0 && !slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(limitKeys, key) }) {
		c.refuse("", "is an object without any attribute of a usage limit; pass one element of usage_limits")
	}
}

// limitOf is the part of a limit that determines its resets. known is false while some
// of it is unknown.
func limitOf(given types.Dynamic) (limit limits.UsageLimit, known bool, problems []string) {
	reader := &reader{}
	tree := reader.read("", given)
	if isUnknown(tree) {
		return limit, false, nil
	}
	object, ok := tree.(map[string]any)
	if !ok {
		hint := "pass one element of usage_limits"
		if _, isList := tree.([]any); isList {
			hint = "pass one of its elements, as in usage_limits[0], or call the function in a for expression"
		}
		return limit, false, []string{"is " + kindOf(tree) + ", not one usage limit; " + hint}
	}
	checker := &checker{}
	checker.limit(keysOf(given.UnderlyingValue()))
	text := func(name string) *string {
		checker.text(name, object[name])
		value, ok := object[name].(string)
		if !ok {
			return nil
		}
		return &value
	}
	limit.PeriodicReset, limit.NextUsageResetAt = text("periodic_reset"), text("next_usage_reset_at")
	days := object["periodic_reset_days"]
	if days != "" { // "" is unset here too
		checker.whole("periodic_reset_days", days, 1, 365, "a number of days")
	}
	if number, ok := days.(*big.Float); ok && len(checker.problems) == 0 {
		limit.PeriodicResetDays = types.NumberValue(number)
	}
	known = !isUnknown(object["periodic_reset"]) && !isUnknown(object["next_usage_reset_at"]) && !isUnknown(days)
	return limit, known, checker.problems
}
