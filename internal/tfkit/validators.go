package tfkit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// textValidator checks a known string; Terraform asks again once an unknown
// one is known.
type textValidator struct {
	description string
	check       func(value string, at path.Path) diag.Diagnostics
}

func (v textValidator) Description(context.Context) string         { return v.description }
func (v textValidator) MarkdownDescription(context.Context) string { return v.description }

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(v.check(req.ConfigValue.ValueString(), req.Path)...)
}

// invalid is an error about a value, where Terraform shows its line. The detail names
// the whole path.
func invalid(at path.Path, detail string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(Shown(at), "Invalid value", detail)}
}

// Satisfies refuses a string that problem has something to say of, in a sentence.
func Satisfies(description string, problem func(value string, at path.Path) string) validator.String {
	return textValidator{description, func(value string, at path.Path) diag.Diagnostics {
		if detail := problem(value, at); detail != "" {
			return invalid(at, detail)
		}
		return nil
	}}
}

// NotBlank refuses a string without a visible character: with white space alone, or
// with characters without width, such as a byte order mark.
func NotBlank() validator.String {
	return textValidator{"must not be blank", func(value string, at path.Path) diag.Diagnostics {
		switch {
		case isVisible(value):
			return nil
		case strings.TrimSpace(value) == "":
			return invalid(at, fmt.Sprintf("The attribute %s is blank. Give it at least one visible character.", at))
		default:
			return invalid(at, fmt.Sprintf("The attribute %s is %+q, which is invisible. Give it at least one visible character.", at, value))
		}
	}}
}

func isVisible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// Trimmed refuses what is easily left at an end of a name and never seen: white space, as
// a heredoc leaves it, and characters without width. Whether Portkey trims them is not
// documented. If it did, the name would be planned as a rename for ever.
func Trimmed() validator.String {
	return textValidator{"must not begin or end with white space", func(value string, at path.Path) diag.Diagnostics {
		trimmed := portkey.Trim(value)
		switch {
		case trimmed == value || !isVisible(value): // the latter is NotBlank's to refuse
			return nil
		case trimmed == strings.TrimSpace(value):
			return invalid(at, fmt.Sprintf("The attribute %s is %q, with white space at an end. Remove it, or use trimspace().", at, value))
		default:
			return invalid(at, fmt.Sprintf("The attribute %s is %+q, with an invisible character at an end. Use %q.", at, value, trimmed))
		}
	}}
}

// NoSpace refuses white space anywhere in a string, which may be empty.
func NoSpace() validator.String {
	return textValidator{"must not contain white space", func(value string, at path.Path) diag.Diagnostics {
		if strings.ContainsFunc(value, unicode.IsSpace) {
			return invalid(at, fmt.Sprintf("The attribute %s contains white space. Write the emoji alone, as in \"🚀\", or \"\" for none.", at))
		}
		return nil
	}}
}

// OneOf refuses a string that is a misspelling of one of values, and warns of one that
// is like none of them: Portkey may support it by now, and what exists has to pass.
// "" passes: it means unset.
func OneOf(values ...string) validator.String {
	list := "`" + strings.Join(values, "`, `") + "`"
	return textValidator{"one of " + list, func(value string, at path.Path) diag.Diagnostics {
		if value == "" || slices.Contains(values, value) {
			return nil
		}
		if one, misspelt := nearest(value, values); misspelt {
			return invalid(at, fmt.Sprintf("The attribute %s is %q. Did you mean %q? The known values are %s.", at, value, one, list))
		}
		if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return invalid(at, fmt.Sprintf("The attribute %s is %q. Use one of %s.", at, value, list))
		}
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(Shown(at), "Unknown value", fmt.Sprintf(
			"The attribute %s is %q, which this version of the provider does not know. It is sent to Portkey as it is. The known values are %s.", at, value, list))}
	}}
}

// Among refuses a string that is none of values, for what the provider itself has to
// understand.
func Among(values ...string) validator.String {
	list := "`" + strings.Join(values, "`, `") + "`"
	return textValidator{"one of " + list, func(value string, at path.Path) diag.Diagnostics {
		if slices.Contains(values, value) {
			return nil
		}
		hint := ""
		if one, misspelt := nearest(value, values); misspelt {
			hint = fmt.Sprintf(" Did you mean %q?", one)
		}
		return invalid(at, fmt.Sprintf("The attribute %s is %q.%s Use one of %s.", at, value, hint, list))
	}}
}

// RFC3339 refuses a string that is no RFC 3339 time. "" passes: it means unset.
func RFC3339() validator.String {
	return textValidator{"an RFC 3339 time", func(value string, at path.Path) diag.Diagnostics {
		_, err := ParseTime(value)
		if _, isDate := time.Parse(time.DateOnly, value); err != nil && isDate == nil {
			return invalid(at, fmt.Sprintf("The attribute %s is %q, a date without a time, which is not RFC 3339. Add the time, as in %q.", at, value, value+"T00:00:00Z"))
		}
		if value != "" && err != nil {
			return invalid(at, fmt.Sprintf("The attribute %s is %q, which is not an RFC 3339 time. Write it as in \"2027-01-31T00:00:00Z\".", at, value))
		}
		return nil
	}}
}

// NotPast warns of an expiry in the past, given what it is that expires. It is no error,
// since a configuration stays valid when that has expired.
func NotPast(what string) validator.String {
	return textValidator{"a time in the future", func(value string, at path.Path) diag.Diagnostics {
		when, err := ParseTime(value)
		if err != nil || when.After(time.Now()) {
			return nil
		}
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Expiry in the past", fmt.Sprintf(
			"The attribute %s is %q, which is in the past: requests with the %s fail, and Portkey may reject the value. "+
				"Set a later time, or remove %[1]s for a %[3]s that does not expire.", at, value, what))}
	}}
}

// Duration refuses a string that is no positive duration.
func Duration() validator.String {
	return textValidator{"a positive duration such as 30s or 2m", func(value string, at path.Path) diag.Diagnostics {
		if d, err := time.ParseDuration(value); err != nil || d <= 0 {
			return invalid(at, fmt.Sprintf("The attribute %s is %q, which is not a positive duration. Write it as in \"30s\" or \"2m\".", at, value))
		}
		return nil
	}}
}

// DurationBetween refuses a string that is no duration of at least one and at most the
// other.
func DurationBetween(least, most time.Duration) validator.String {
	return textValidator{fmt.Sprintf("a duration from %s to %s", shortest(least), shortest(most)), func(value string, at path.Path) diag.Diagnostics {
		if d, err := time.ParseDuration(value); err != nil || d < least || d > most {
			return invalid(at, fmt.Sprintf("The attribute %s is %q. Write a duration from %s to %s, as in \"30m\".", at, value, shortest(least), shortest(most)))
		}
		return nil
	}}
}

// shortest is a duration without the units that are zero at its end.
func shortest(d time.Duration) string {
	return strings.Replace(strings.Replace(d.String(), "m0s", "m", 1), "h0m", "h", 1)
}

// Expects warns of an object that is set without one of its attributes, and so without
// effect: Terraform drops the keys of an object that it does not know, also those that
// are misspelt. none is what to write where that is meant.
func Expects(attribute, none string) validator.Object { return expects{attribute, none} }

type expects struct{ attribute, none string }

func (v expects) Description(context.Context) string         { return "should have " + v.attribute }
func (v expects) MarkdownDescription(context.Context) string { return "should have " + v.attribute }

func (v expects) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	value, known := req.ConfigValue.Attributes()[v.attribute]
	if known && value.IsNull() {
		at := req.Path.AtName(v.attribute)
		resp.Diagnostics.AddAttributeWarning(Shown(req.Path), "Object without "+v.attribute, fmt.Sprintf(
			"The attribute %s is not set, so %s has no effect. If this is intended, set %s = %s. "+
				"Terraform silently drops unknown keys of an object: check the spelling.", at, req.Path, v.attribute, v.none))
	}
}

// NoNullValues refuses a null in a map of strings, at the path of its key.
func NoNullValues() validator.Map { return noNulls{} }

// NoNullElements refuses a null in a list of strings, at the path of its element.
func NoNullElements() validator.List { return noNulls{} }

// NoEmptyKey warns of an empty key in a map, which is rarely meant.
func NoEmptyKey() validator.Map { return noEmptyKey{} }

type noEmptyKey struct{}

func (noEmptyKey) Description(context.Context) string         { return "keys should not be empty" }
func (noEmptyKey) MarkdownDescription(context.Context) string { return "keys should not be empty" }

func (noEmptyKey) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if _, has := req.ConfigValue.Elements()[""]; has {
		resp.Diagnostics.AddAttributeWarning(Shown(req.Path), "Empty key",
			fmt.Sprintf("The attribute %s has an empty key. Whether Portkey accepts one is not documented. Remove it, or check the expression that computes it.", req.Path))
	}
}

type noNulls struct{}

func (noNulls) Description(context.Context) string         { return "elements must not be null" }
func (noNulls) MarkdownDescription(context.Context) string { return "elements must not be null" }

func (noNulls) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, value := range req.ConfigValue.Elements() {
		if value.IsNull() {
			at := req.Path.AtMapKey(key)
			resp.Diagnostics.Append(invalid(at, fmt.Sprintf("The value of %s is null. Leave the key out, or set it to a string (\"\" is one).", at))...)
		}
	}
}

func (noNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, value := range req.ConfigValue.Elements() {
		if value.IsNull() {
			at := req.Path.AtListIndex(i)
			resp.Diagnostics.Append(invalid(at, fmt.Sprintf("The element %s is null. Leave it out of the list, for example with compact().", at))...)
		}
	}
}
