package workspace

import (
	"context"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// oneEmoji warns of an icon that is not exactly one emoji. It is no error: what Portkey
// shows of such an icon is not documented, and what exists has to pass.
type oneEmoji struct{}

func (oneEmoji) Description(context.Context) string         { return "should be one emoji" }
func (oneEmoji) MarkdownDescription(context.Context) string { return "should be one emoji" }

func (oneEmoji) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	icon := req.ConfigValue.ValueString()
	if icon == "" {
		return
	}
	count, only := emojis(icon)
	if count == 1 && only {
		return
	}
	what := "which is not an emoji"
	if only {
		what = fmt.Sprintf("which is %d emoji", count)
	}
	resp.Diagnostics.AddAttributeWarning(req.Path, "Icon is not one emoji",
		fmt.Sprintf("The attribute %s is %q, %s. Portkey documents a single emoji here, as in \"🚀\".", req.Path, icon, what))
}

const (
	joiner    = 0x200D
	keycap    = 0x20E3
	variation = 0xFE0F
)

// emojis counts the emoji in a text, and reports whether it consists of nothing else. It
// goes by what emoji are made of, and not by a list of them, since every year has new
// ones: symbols, which joiners, modifiers and tags continue, flags and keycaps.
func emojis(text string) (count int, only bool) {
	runes, only := []rune(text), true
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == joiner:
			i++ // what it joins is part of the emoji before it
		case continues(r):
		case isRegional(r):
			count++
			i++ // of the pair that is a flag
		case r < utf8.RuneSelf && i+1 < len(runes) && (runes[i+1] == keycap || runes[i+1] == variation):
			count++
		case r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r):
			count++
		default:
			only = false
		}
	}
	return count, only
}

func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// continues reports whether a rune modifies the emoji before it.
func continues(r rune) bool {
	return r == variation || r == keycap || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}
