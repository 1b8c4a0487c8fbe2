package emulator

import (
	"strings"
	"unicode"
)

// The API stores a workspace's icon and its name apart and shows them as one,
// "🚀 Production"; a name that starts with an emoji gives that emoji away as
// the icon (the vendor's provider tests this against the live API).

// display is the name as the API shows it.
func display(w *Object) string {
	if icon := w.text("icon"); icon != "" {
		return icon + " " + w.Name
	}
	return w.Name
}

// splitIcon takes a leading emoji off a name. A blank must follow, unless glued
// is set, and something after that: a name is never empty. How the API treats
// those two cases is assumed.
func splitIcon(name string, glued bool) (icon, rest string) {
	length := emojiLength([]rune(name))
	if length == 0 {
		return "", name
	}
	icon, rest = string([]rune(name)[:length]), string([]rune(name)[length:])
	after, blank := strings.CutPrefix(rest, " ")
	if !blank && !glued || strings.TrimSpace(after) == "" {
		return "", name
	}
	return icon, after
}

const (
	zeroWidthJoiner = 0x200D
	emojiVariation  = 0xFE0F
	keycap          = 0x20E3
)

// emojiLength is the number of runes of the emoji that a text starts with, 0
// where it starts with none: flags, keycaps, and sequences of emoji with their
// modifiers connected by joiners.
func emojiLength(text []rune) int {
	if len(text) >= 2 && isRegional(text[0]) && isRegional(text[1]) {
		return 2
	}
	if n := keycapLength(text); n > 0 {
		return n
	}
	n := pictureLength(text)
	for n > 0 && n < len(text) && text[n] == zeroWidthJoiner {
		next := pictureLength(text[n+1:])
		if next == 0 {
			break
		}
		n += 1 + next
	}
	return n
}

func keycapLength(text []rune) int {
	if len(text) < 2 || !strings.ContainsRune("0123456789#*", text[0]) {
		return 0
	}
	if text[1] == keycap {
		return 2
	}
	if len(text) >= 3 && text[1] == emojiVariation && text[2] == keycap {
		return 3
	}
	return 0
}

// pictureLength is one emoji and what modifies it.
func pictureLength(text []rune) int {
	if len(text) == 0 {
		return 0
	}
	n := 1
	for n < len(text) && isModifier(text[n]) {
		n++
	}
	if unicode.Is(emojiRunes(), text[0]) || n > 1 && text[1] == emojiVariation && unicode.IsSymbol(text[0]) {
		return n
	}
	return 0
}

func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// isModifier is true for skin tones, variation selectors and the tags that
// flags of regions end in.
func isModifier(r rune) bool {
	return r == emojiVariation || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}

// emojiRunes are the ranges whose runes show as pictures by themselves. Others,
// such as ⚙ or ©, need a variation selector behind them; that is taken for any
// symbol.
func emojiRunes() *unicode.RangeTable {
	return &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x231A, Hi: 0x231B, Stride: 1}, {Lo: 0x23E9, Hi: 0x23F3, Stride: 1},
			{Lo: 0x2600, Hi: 0x27BF, Stride: 1}, {Lo: 0x2B1B, Hi: 0x2B1C, Stride: 1},
			{Lo: 0x2B50, Hi: 0x2B50, Stride: 1}, {Lo: 0x2B55, Hi: 0x2B55, Stride: 1},
		},
		R32: []unicode.Range32{{Lo: 0x1F000, Hi: 0x1F1E5, Stride: 1}, {Lo: 0x1F200, Hi: 0x1F3FA, Stride: 1}, {Lo: 0x1F400, Hi: 0x1FAFF, Stride: 1}},
	}
}
