package limits

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type values map[string]attr.Value

// element is an element of a list of limits: what values do not name is null.
func element(list schema.ListNestedAttribute, given values) types.Object {
	kinds := list.NestedObject.Type().(types.ObjectType).AttrTypes
	all := values{"type": types.StringNull(), "credit_limit": types.NumberNull(), "alert_threshold": types.NumberNull(),
		"periodic_reset": text(never), "periodic_reset_days": types.NumberNull(), "next_usage_reset_at": types.StringNull(),
		"unit": types.StringNull(), "value": types.NumberNull()}
	maps.Copy(all, given)
	maps.DeleteFunc(all, func(name string, _ attr.Value) bool { return kinds[name] == nil })
	return types.ObjectValueMust(kinds, all)
}

var (
	text    = types.StringValue
	amountF = num
	whole   = num
	at      = path.Root("limits").AtListIndex(3)
)

// said is how severe each diagnostic is, and the attribute that its text names: "" for
// the limit as a whole. Terraform shows the line of the limit alone, so each points to
// that.
func said(t *testing.T, diags diag.Diagnostics) []string {
	t.Helper()
	var all []string
	for _, d := range diags {
		located, ok := d.(diag.DiagnosticWithPath)
		if !ok || !located.Path().Equal(at) {
			t.Errorf("is not at %s: %v", at, d)
		}
		_, after, _ := strings.Cut(d.Detail(), at.String()+".")
		name, _, _ := strings.Cut(after, " ")
		all = append(all, d.Severity().String()+" "+name)
	}
	return all
}

func TestUsageLimit_validated(t *testing.T) {
	t.Parallel()
	list := UsageAttribute()
	kinds := list.NestedObject.Type().(types.ObjectType).AttrTypes
	for name, test := range map[string]struct {
		limit types.Object
		want  []string
	}{
		"whole":                      {element(list, values{"type": text("cost"), "credit_limit": amountF(100), "alert_threshold": amountF(80), "periodic_reset": text("monthly")}), nil},
		"null":                       {types.ObjectNull(kinds), []string{"Error "}},
		"unknown":                    {types.ObjectUnknown(kinds), nil},
		"no budget":                  {element(list, values{"type": text("cost")}), []string{"Error credit_limit"}},
		"a budget to come":           {element(list, values{"type": text("cost"), "credit_limit": types.NumberUnknown()}), nil},
		"no type":                    {element(list, values{"credit_limit": amountF(1)}), []string{"Warning type"}},
		"an empty type":              {element(list, values{"credit_limit": amountF(1), "type": text("")}), []string{"Error type"}},
		"a type to come":             {element(list, values{"credit_limit": amountF(1), "type": types.StringUnknown()}), nil},
		"an alert above the budget":  {element(list, values{"type": text("cost"), "credit_limit": amountF(100), "alert_threshold": amountF(101)}), []string{"Error alert_threshold"}},
		"an alert at the budget":     {element(list, values{"type": text("cost"), "credit_limit": amountF(100), "alert_threshold": amountF(100)}), nil},
		"an alert for one to come":   {element(list, values{"type": text("cost"), "credit_limit": types.NumberUnknown(), "alert_threshold": amountF(100)}), nil},
		"an alert without a budget":  {element(list, values{"type": text("cost"), "alert_threshold": amountF(100)}), []string{"Error credit_limit"}},
		"a period in both spellings": {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": text("weekly"), "periodic_reset_days": whole(7)}), []string{"Error periodic_reset_days"}},
		"no period":                  {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": types.StringNull()}), []string{"Warning "}},
		"an empty period":            {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": text("")}), []string{"Error periodic_reset"}},
		"days to come":               {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": text(""), "periodic_reset_days": types.NumberUnknown()}), nil},
		"never, and days":            {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset_days": whole(7)}), []string{"Error periodic_reset_days"}},
		"a fraction":                 {element(list, values{"type": text("cost"), "credit_limit": amountF(10.5), "alert_threshold": amountF(1.5)}), []string{"Warning credit_limit", "Warning alert_threshold"}},
		"a fraction that is none":    {element(list, values{"type": text("cost"), "credit_limit": amountF(9.9999999999)}), nil},
		"both below the least":       {element(list, values{"type": text("cost"), "credit_limit": amountF(-5), "alert_threshold": amountF(-1)}), nil},
		"a budget below the least":   {element(list, values{"type": text("cost"), "credit_limit": amountF(-5), "alert_threshold": amountF(7)}), nil},
		"a period in days":           {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": text(""), "periodic_reset_days": whole(7)}), nil},
		"a period to come":           {element(list, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": types.StringUnknown(), "periodic_reset_days": whole(7)}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantSaid(t, list, test.limit, test.want)
		})
	}
}

// wantSaid wants of the validator of a list's limits that it says this of one.
func wantSaid(t *testing.T, list schema.ListNestedAttribute, limit types.Object, want []string) {
	t.Helper()
	var resp validator.ObjectResponse
	list.NestedObject.Validators[0].ValidateObject(t.Context(), validator.ObjectRequest{Path: at, ConfigValue: limit}, &resp)
	if got := said(t, resp.Diagnostics); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q:\n%v", got, want, resp.Diagnostics)
	}
}

func TestRateLimit_validated(t *testing.T) {
	t.Parallel()
	list := RateAttribute()
	kinds := list.NestedObject.Type().(types.ObjectType).AttrTypes
	for name, test := range map[string]struct {
		limit types.Object
		want  []string
	}{
		"whole":           {element(list, values{"type": text("tokens"), "unit": text("rpm"), "value": whole(0)}), nil},
		"null":            {types.ObjectNull(kinds), []string{"Error "}},
		"unknown":         {types.ObjectUnknown(kinds), nil},
		"no value":        {element(list, values{"type": text("tokens"), "unit": text("rpm")}), []string{"Error value"}},
		"no type":         {element(list, values{"unit": text("rpm"), "value": whole(60)}), []string{"Warning type"}},
		"no unit":         {element(list, values{"type": text("tokens"), "value": whole(60)}), []string{"Warning unit"}},
		"words to come":   {element(list, values{"type": types.StringUnknown(), "unit": types.StringUnknown(), "value": types.NumberUnknown()}), nil},
		"empty for words": {element(list, values{"type": text(""), "unit": text(""), "value": whole(60)}), []string{"Error type", "Error unit"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantSaid(t, list, test.limit, test.want)
		})
	}
}

// Two limits of one kind are warned of, each with the first of its kind. What is
// not known yet may turn out to differ, and hides no twins behind it.
func TestTwins(t *testing.T) {
	t.Parallel()
	usages, rates := UsageAttribute(), RateAttribute()
	cost := element(usages, values{"type": text("cost"), "credit_limit": amountF(1), "periodic_reset": text("weekly")})
	raised := element(usages, values{"type": text("cost"), "credit_limit": amountF(2), "periodic_reset": text("weekly")})
	daily := element(usages, values{"type": text("cost"), "periodic_reset": types.StringNull(), "periodic_reset_days": whole(1)})
	rpm := element(rates, values{"type": text("tokens"), "unit": text("rpm"), "value": whole(1)})
	rpmToo := element(rates, values{"type": text("tokens"), "unit": text("rpm"), "value": whole(2)})
	rps := element(rates, values{"type": text("tokens"), "unit": text("rps"), "value": whole(1)})
	other := types.ObjectValueMust(map[string]attr.Type{"other": types.StringType}, values{"other": text("kind")})
	for name, test := range map[string]struct {
		list     schema.ListNestedAttribute
		elements []attr.Value
		want     []string
	}{
		"none":                       {usages, []attr.Value{cost, daily, element(usages, values{"type": text("tokens"), "periodic_reset": text("weekly")})}, nil},
		"three of one kind":          {usages, []attr.Value{daily, cost, raised, cost}, []string{"1 and 2 of limits", "1 and 3 of limits"}},
		"two pairs":                  {usages, []attr.Value{cost, cost, daily, daily}, []string{"0 and 1 of limits", "2 and 3 of limits"}},
		"behind one that is unknown": {usages, []attr.Value{types.ObjectUnknown(cost.AttributeTypes(t.Context())), types.ObjectNull(cost.AttributeTypes(t.Context())), cost, raised}, []string{"2 and 3 of limits"}},
		"a type to come":             {usages, []attr.Value{element(usages, values{"type": types.StringUnknown()}), element(usages, values{"type": types.StringUnknown()}), cost, cost}, []string{"2 and 3 of limits"}},
		"a reset to come":            {usages, []attr.Value{element(usages, values{"type": text("cost"), "periodic_reset": types.StringUnknown()}), element(usages, values{"type": text("cost"), "periodic_reset": types.StringUnknown()})}, nil},
		"days to come":               {usages, []attr.Value{element(usages, values{"type": text("cost"), "periodic_reset_days": types.NumberUnknown()}), element(usages, values{"type": text("cost"), "periodic_reset_days": types.NumberUnknown()})}, nil},
		"things of another kind":     {usages, []attr.Value{other, other}, nil},
		"rates":                      {rates, []attr.Value{rpm, rps, rpmToo}, []string{"0 and 2 of limits"}},
		"a rate's type to come":      {rates, []attr.Value{element(rates, values{"type": types.StringUnknown(), "unit": text("rpm")}), element(rates, values{"type": types.StringUnknown(), "unit": text("rpm")})}, nil},
		"a rate's unit to come":      {rates, []attr.Value{element(rates, values{"type": text("tokens"), "unit": types.StringUnknown()}), element(rates, values{"type": text("tokens"), "unit": types.StringUnknown()})}, nil},
		"types that are left out":    {usages, []attr.Value{element(usages, values{"periodic_reset": text("weekly")}), element(usages, values{"periodic_reset": text("weekly")})}, nil},
		"a rate's type left out":     {rates, []attr.Value{element(rates, values{"unit": text("rpm")}), element(rates, values{"unit": text("rpm")})}, nil},
		"a rate's unit left out":     {rates, []attr.Value{element(rates, values{"type": text("tokens")}), element(rates, values{"type": text("tokens")})}, nil},
		"other things than rates":    {rates, []attr.Value{other, other}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := validator.ListRequest{Path: path.Root("limits"), ConfigValue: types.ListValueMust(test.elements[0].Type(t.Context()), test.elements)}
			var resp validator.ListResponse
			test.list.Validators[0].ValidateList(t.Context(), req, &resp)
			if resp.Diagnostics.WarningsCount() != len(test.want) || resp.Diagnostics.HasError() {
				t.Fatalf("got %v, want %q", resp.Diagnostics, test.want)
			}
			for i, d := range resp.Diagnostics {
				if !strings.Contains(d.Detail(), test.want[i]) {
					t.Errorf("%q does not say %q", d.Detail(), test.want[i])
				}
			}
		})
	}
}

// The descriptions name every value that is on record.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		UsageAttribute().NestedObject.Attributes["type"].GetMarkdownDescription(): "`cost`, `tokens` or `requests`",
		RateAttribute().NestedObject.Attributes["unit"].GetMarkdownDescription():  "`rps`, `rpm`, `rph`, `rpd` or `rpw`",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not name %s", got, want)
		}
	}
}
