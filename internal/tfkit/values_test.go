package tfkit

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

func ptr[T any](v T) *T { return &v }

// A spelling stays while the server means the same; null is the canonical one.
func TestText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior      *string
		seen       string
		text       string
		kept, bare *string
	}{
		"null stays null":        {nil, "", "", nil, nil},
		"empty stays empty":      {ptr(""), "", "", ptr(""), nil},
		"null becomes a value":   {nil, "a", "", ptr("a"), ptr("a")},
		"empty becomes a value":  {ptr(""), "a", "", ptr("a"), ptr("a")},
		"a value stays":          {ptr("a"), "a", "a", ptr("a"), ptr("a")},
		"a value becomes null":   {ptr("a"), "", "a", nil, nil},
		"a value becomes other":  {ptr("a"), "b", "a", ptr("b"), ptr("b")},
		"composed stays":         {ptr("\u00f6"), "o\u0308", "\u00f6", ptr("\u00f6"), ptr("o\u0308")},
		"becomes composed":       {ptr("a"), "o\u0308", "a", ptr("\u00f6"), ptr("o\u0308")},
		"a blank is a value too": {ptr("a"), " ", "a", ptr(" "), ptr(" ")},
	} {
		if got := Text(test.prior); got != test.text {
			t.Errorf("%s: Text is %q", name, got)
		}
		if diff := cmp.Diff(test.kept, KeepText(test.prior, test.seen)); diff != "" {
			t.Errorf("%s: KeepText: want - got +:\n%s", name, diff)
		}
		if diff := cmp.Diff(test.bare, TextOrNull(test.seen)); diff != "" {
			t.Errorf("%s: TextOrNull: want - got +:\n%s", name, diff)
		}
	}
}

// White space at the ends of a description, and the kind of its line breaks, are kept as
// the user wrote them.
func TestKeepProse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior *string
		seen  string
		kept  *string
	}{
		"a heredoc, trimmed":         {ptr("a\nb\n"), "a\nb", ptr("a\nb\n")},
		"trimmed at both ends":       {ptr("  a "), "a", ptr("  a ")},
		"untrimmed":                  {ptr("a"), "a\n", ptr("a")},
		"CRLF became LF":             {ptr("a\r\nb\r\n"), "a\nb", ptr("a\r\nb\r\n")},
		"LF became CRLF":             {ptr("a\nb"), "a\r\nb", ptr("a\nb")},
		"blank is none":              {ptr(" \n"), "", ptr(" \n")},
		"none is blank":              {nil, " \n", nil},
		"white space inside matters": {ptr("a b"), "a  b", ptr("a  b")},
		"other lines matter":         {ptr("a\nb"), "a\n\nb", ptr("a\n\nb")},
		"another text":               {ptr("a\n"), "b\n", ptr("b\n")},
		"decomposed and trimmed":     {ptr("\u00f6\n"), "o\u0308", ptr("\u00f6\n")},
		"none any more":              {ptr("a\n"), "", nil},
	} {
		if diff := cmp.Diff(test.kept, KeepProse(test.prior, test.seen)); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b *int64
		want bool
	}{
		"both missing":        {nil, nil, true},
		"one missing":         {ptr[int64](0), nil, false},
		"the other missing":   {nil, ptr[int64](0), false},
		"equal at two places": {ptr[int64](7), ptr[int64](7), true},
		"different":           {ptr[int64](7), ptr[int64](8), false},
	} {
		if got := Same(test.a, test.b); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// What an answer leaves out stays; what it contains is taken, null too; and nothing
// comes out unknown, which no state can contain.
func TestTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer portkey.Opt[string]
		prior  types.String
		want   types.String
	}{
		"returned":              {portkey.Some("a"), types.StringValue("b"), types.StringValue("a")},
		"returned empty":        {portkey.Some(""), types.StringValue("b"), types.StringValue("")},
		"returned, was unknown": {portkey.Some("a"), types.StringUnknown(), types.StringValue("a")},
		"null":                  {portkey.Null[string](), types.StringValue("b"), types.StringNull()},
		"absent":                {portkey.Opt[string]{}, types.StringValue("b"), types.StringValue("b")},
		"absent, was null":      {portkey.Opt[string]{}, types.StringNull(), types.StringNull()},
		"absent, was unknown":   {portkey.Opt[string]{}, types.StringUnknown(), types.StringNull()},
	} {
		if got := OrPrior(test.answer, test.prior); !got.Equal(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	for name, test := range map[string]struct {
		answer portkey.Opt[portkey.Bool]
		prior  types.Bool
		want   types.Bool
	}{
		"returned":            {portkey.Some(portkey.Bool(true)), types.BoolValue(false), types.BoolValue(true)},
		"returned false":      {portkey.Some(portkey.Bool(false)), types.BoolValue(true), types.BoolValue(false)},
		"null":                {portkey.Null[portkey.Bool](), types.BoolValue(true), types.BoolNull()},
		"absent":              {portkey.Opt[portkey.Bool]{}, types.BoolValue(true), types.BoolValue(true)},
		"absent, was unknown": {portkey.Opt[portkey.Bool]{}, types.BoolUnknown(), types.BoolNull()},
	} {
		if got := OrPriorBool(test.answer, test.prior); !got.Equal(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
