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

func invalid(at path.Path, detail string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Invalid value", detail)}
}

// NotBlank refuses a string without a visible character.
func NotBlank() validator.String {
	return textValidator{"must not be blank", func(value string, at path.Path) diag.Diagnostics {
		if strings.TrimSpace(value) == "" {
			return invalid(at, fmt.Sprintf("The attribute %s is blank. Give it at least one visible character.", at))
		}
		return nil
	}}
}

// Trimmed refuses what is easily left at an end of a name and never seen: white space, as
// a heredoc leaves it, and characters without width. Whether Portkey trims them is not
// documented. If it did, the name would be planned as a rename for ever.
func Trimmed() validator.String {
	return textValidator{"must not begin or end with white space", func(value string, at path.Path) diag.Diagnostics {
		trimmed := strings.TrimFunc(value, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\u200b\u2060\ufeff", r) })
		switch {
		case trimmed == value || strings.TrimSpace(value) == "": // the latter is NotBlank's to refuse
			return nil
		case trimmed == "":
			return invalid(at, fmt.Sprintf("The attribute %s is %+q, which is invisible. Give it at least one visible character.", at, value))
		case trimmed == strings.TrimSpace(value):
			return invalid(at, fmt.Sprintf("The attribute %s is %q, with white space at an end. Remove it, or use trimspace().", at, value))
		default:
			return invalid(at, fmt.Sprintf("The attribute %s is %+q, with an invisible character at an end. Use %q.", at, value, trimmed))
		}
	}}
}

// NoSpace refuses white space anywhere in a string, which may be empty.
func NoSpace() validator.String {
	return textValidator{"must hold no white space", func(value string, at path.Path) diag.Diagnostics {
		if strings.ContainsFunc(value, unicode.IsSpace) {
			return invalid(at, fmt.Sprintf("The attribute %s holds white space. Write the emoji alone, as in \"🚀\", or \"\" for none.", at))
		}
		return nil
	}}
}

// OneOf refuses a string that is none of values. "" passes: it means unset.
func OneOf(values ...string) validator.String {
	list := "`" + strings.Join(values, "`, `") + "`"
	return textValidator{"one of " + list, func(value string, at path.Path) diag.Diagnostics {
		if value != "" && !slices.Contains(values, value) {
			return invalid(at, fmt.Sprintf("The attribute %s is %q, which Portkey does not know. Use one of %s, or leave it out.", at, value, list))
		}
		return nil
	}}
}

// RFC3339 refuses a string that is no RFC 3339 time. "" passes: it means unset.
func RFC3339() validator.String {
	return textValidator{"an RFC 3339 time", func(value string, at path.Path) diag.Diagnostics {
		if _, err := time.Parse(time.RFC3339, value); value != "" && err != nil {
			return invalid(at, fmt.Sprintf("The attribute %s is %q, which is not an RFC 3339 time. Write it as in \"2027-01-31T00:00:00Z\".", at, value))
		}
		return nil
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

// NoNullValues refuses a null in a map of strings, at the path of its key.
func NoNullValues() validator.Map { return noNullValues{} }

type noNullValues struct{}

func (noNullValues) Description(context.Context) string         { return "values must not be null" }
func (noNullValues) MarkdownDescription(context.Context) string { return "values must not be null" }

func (noNullValues) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, value := range req.ConfigValue.Elements() {
		if value.IsNull() {
			at := req.Path.AtMapKey(key)
			resp.Diagnostics.Append(invalid(at, fmt.Sprintf("The value of %s is null, which Portkey can't store. Leave the key out, or give it a string (\"\" is one).", at))...)
		}
	}
}
