package tfkit

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// To Portkey, empty and absent are one thing; a Terraform user may write
// either, since module variables default to "" and []. The functions here keep
// the spelling that is in the state as long as the server means the same.

// Text is the string, or "" for null.
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// KeepText is seen, spelled as prior where both mean the same, and null for "".
func KeepText(prior *string, seen string) *string {
	if portkey.SameText(Text(prior), seen) {
		return prior
	}
	return TextOrNull(portkey.Composed(seen))
}

// KeepProse is KeepText for a text of sentences. White space at its ends, which a
// heredoc leaves and a server may trim, is not significant, nor is CRLF for LF.
func KeepProse(prior *string, seen string) *string {
	if portkey.SameText(TrimmedProse(Text(prior)), TrimmedProse(seen)) {
		return prior
	}
	return KeepText(prior, seen)
}

// TrimmedProse is one spelling of all that KeepProse takes for the same.
func TrimmedProse(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// TextOrNull is the string, or null for "": the canonical spelling.
func TextOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// StringOrNull is TextOrNull as a value of the framework.
func StringOrNull(s string) types.String { return types.StringPointerValue(TextOrNull(s)) }

// IsTrue reports whether an optional argument is there and true.
func IsTrue(b *bool) bool { return b != nil && *b }

// Same reports whether two optional values are equal, or both missing.
func Same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return *a == *b
}

// OrPrior is the answer's value, or prior where the answer lacks the key.
// An unknown prior becomes null: the next refresh fills it.
func OrPrior(answer portkey.Opt[string], prior types.String) types.String {
	if value, ok := answer.Get(); ok {
		return types.StringValue(value)
	}
	if answer.IsPresent() || prior.IsUnknown() {
		return types.StringNull()
	}
	return prior
}

// OrPriorBool is OrPrior for booleans.
func OrPriorBool(answer portkey.Opt[portkey.Bool], prior types.Bool) types.Bool {
	if value, ok := answer.Get(); ok {
		return types.BoolValue(bool(value))
	}
	if answer.IsPresent() || prior.IsUnknown() {
		return types.BoolNull()
	}
	return prior
}

// OrPriorWhole is OrPrior for whole numbers, which an answer never has as null.
func OrPriorWhole(answer portkey.Opt[portkey.Number], prior types.Int64) types.Int64 {
	if number, ok := answer.Get(); ok {
		return types.Int64Value(int64(number))
	}
	if prior.IsUnknown() {
		return types.Int64Null()
	}
	return prior
}

// Texts is the map's strings, without those that are null or not known.
func Texts(m types.Map) map[string]string {
	texts := map[string]string{}
	for key, value := range m.Elements() {
		if text, ok := value.(types.String); ok && !text.IsNull() && !text.IsUnknown() {
			texts[key] = text.ValueString()
		}
	}
	return texts
}

// TextMap is a framework's map of these strings: an empty one for none.
func TextMap(texts map[string]string) types.Map {
	elements := make(map[string]attr.Value, len(texts))
	for key, text := range texts {
		elements[key] = types.StringValue(text)
	}
	return types.MapValueMust(types.StringType, elements)
}

// TextList is a framework's list of these strings.
func TextList(texts []string) types.List {
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return types.ListValueMust(types.StringType, elements)
}
