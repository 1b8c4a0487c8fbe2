package tfkit

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What each validator of strings lets pass and what it refuses, with a word that
// the refusal has to say. null and unknown pass everywhere.
func TestTextValidators(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		validator validator.String
		passes    []string
		refuses   []string
		says      string
	}{
		"NotBlank":                      {NotBlank(), []string{"a", " a ", "🚀", "\u200ba"}, []string{"", " ", "\t\n", "\u00a0"}, "visible character"},
		"NotBlank of what has no width": {NotBlank(), nil, []string{"\u200b", "\ufeff", " \u2060\u200d "}, "invisible"},
		"NoSpace":                       {NoSpace(), []string{"", "🚀", "a"}, []string{" ", "🚀 ", "a b", "a\nb", "a\u00a0b"}, "white space"},
		"OneOf":                         {OneOf("weekly", "monthly"), []string{"", "weekly", "monthly"}, []string{"Weekly", "monthyl", "weakly", " ", "a day"}, "`weekly`, `monthly`"},
		"Among":                         {Among("active", "archived"), []string{"active"}, []string{"Active", "gone", ""}, "`active`, `archived`"},
		"Trimmed":                       {Trimmed(), []string{"", " ", "a", "a b", "🚀", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\u200bb"}, []string{"a ", " a", "a\n", "\u00a0a"}, "trimspace()"},
		"Trimmed of what has no width":  {Trimmed(), []string{"\u200b", "\ufeff"}, []string{"\ufeffa", "a\u200b", " a\u2060"}, "invisible"},
		"RFC3339": {
			RFC3339(), []string{
				"", "2027-01-31T00:00:00Z", "2027-01-31T09:30:00.5+02:00", "2027-01-31t00:00:00z", "2027-01-31 00:00:00Z",
				"2016-12-31T23:59:60Z", "2027-01-31T00:00:00-00:00", "2027-01-31T00:00:00.123456789012Z",
			},
			[]string{
				"2027-01-31", "2027-02-30T00:00:00Z", "tomorrow", " ", "2027-01-31T00:00:00", "2027-01-31T9:00:00Z", "2027-01-31T00:00:00,5Z",
				"2027-01-31T00:00Z", "2027-01-31T24:00:00Z", "2027-01-31T00:00:61Z", "2027-01-31T00:30:60Z", "2027-01-31T00:00:00+0200", "2027-01-31  00:00:00Z",
			}, "2027-01-31T00:00:00Z",
		},
		"Duration": {Duration(), []string{"30s", "2m", "1h30m", "0.5s"}, []string{"", "0s", "-1s", "30", "soon"}, "30s"},
	} {
		for _, text := range test.passes {
			if err := validated(t, test.validator, types.StringValue(text)); err != "" {
				t.Errorf("%s refuses %q: %s", name, text, err)
			}
		}
		for _, text := range test.refuses {
			err := validated(t, test.validator, types.StringValue(text))
			if !strings.HasPrefix(err, "the_attribute: Invalid value: ") || !strings.Contains(err, "The attribute the_attribute ") || !strings.Contains(err, test.says) {
				t.Errorf("%s says of %q: %q", name, text, err)
			}
		}
		for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
			if err := validated(t, test.validator, value); err != "" {
				t.Errorf("%s refuses %s: %s", name, value, err)
			}
		}
		if text := test.validator.Description(t.Context()); text == "" || text != test.validator.MarkdownDescription(t.Context()) {
			t.Errorf("%s describes itself as %q and %q", name, text, test.validator.MarkdownDescription(t.Context()))
		}
	}
}

// What is like no known word may be newer than the provider: it is warned of.
func TestOneOf_unknownWord(t *testing.T) {
	t.Parallel()
	resp := &validator.StringResponse{}
	at := path.Root("limits").AtListIndex(0).AtName("reset")
	OneOf("weekly", "monthly").ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: types.StringValue("daily")}, resp)
	if got := said(resp.Diagnostics); resp.Diagnostics.HasError() || !strings.HasPrefix(got, `limits[0]: Unknown value: The attribute limits[0].reset is "daily"`) {
		t.Errorf("says %q", got)
	}
}

// validated is what a validator says of a value, "" where it lets that pass.
func validated(t *testing.T, v validator.String, value types.String) string {
	t.Helper()
	resp := &validator.StringResponse{}
	v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("the_attribute"), ConfigValue: value}, resp)
	return said(resp.Diagnostics)
}

// A null in a map is refused at its key, and nothing else is.
func TestNoNullValues(t *testing.T) {
	t.Parallel()
	mapOf := func(values map[string]attr.Value) types.Map { return types.MapValueMust(types.StringType, values) }
	for name, test := range map[string]struct {
		value types.Map
		want  []string
	}{
		"null":          {types.MapNull(types.StringType), nil},
		"unknown":       {types.MapUnknown(types.StringType), nil},
		"empty":         {mapOf(nil), nil},
		"values":        {mapOf(map[string]attr.Value{"a": types.StringValue(""), "b": types.StringValue("b")}), nil},
		"unknown value": {mapOf(map[string]attr.Value{"a": types.StringUnknown()}), nil},
		"null value":    {mapOf(map[string]attr.Value{"a": types.StringValue("a"), "b": types.StringNull()}), []string{`the_attribute["b"]: Invalid value: `}},
		"null values": {
			mapOf(map[string]attr.Value{"a": types.StringNull(), "b": types.StringNull()}),
			[]string{`the_attribute["a"]: Invalid value: `, `the_attribute["b"]: Invalid value: `},
		},
	} {
		resp := &validator.MapResponse{}
		NoNullValues().ValidateMap(t.Context(), validator.MapRequest{Path: path.Root("the_attribute"), ConfigValue: test.value}, resp)
		if resp.Diagnostics.ErrorsCount() != len(test.want) {
			t.Errorf("%s: want %q, got %s", name, test.want, said(resp.Diagnostics))
		}
		for _, word := range test.want {
			if !strings.Contains(said(resp.Diagnostics), word) {
				t.Errorf("%s: want %q, got %s", name, word, said(resp.Diagnostics))
			}
		}
	}
	resp := &validator.ListResponse{}
	list := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringNull(), types.StringUnknown()})
	NoNullElements().ValidateList(t.Context(), validator.ListRequest{Path: path.Root("the_attribute"), ConfigValue: list}, resp)
	if got := said(resp.Diagnostics); resp.Diagnostics.ErrorsCount() != 1 || !strings.HasPrefix(got, "the_attribute[1]: Invalid value: The element the_attribute[1] is null.") {
		t.Errorf("of a list it says %q", got)
	}
	if NoNullValues().Description(t.Context()) == "" || NoNullValues().MarkdownDescription(t.Context()) == "" {
		t.Error("it does not describe itself")
	}
}
