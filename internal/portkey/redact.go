package portkey

import (
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

const (
	maxMessage = 500 // of a server's words, in characters
	maxDetail  = 100 // of a code, a field's name or an id
)

// newRedactor replaces what is secret in a request's headers, in the forms that a
// server might echo it in. The key goes however short it is; of the user's own
// headers only values that are long enough to be a secret, so that a header
// "1" doesn't blot out every digit.
func newRedactor(headers http.Header) *strings.Replacer {
	pairs := forms(headers.Get(keyHeader))
	for name := range headers {
		value := headers.Get(name)
		if name != "Accept" && name != "User-Agent" && len(value) >= 8 {
			pairs = append(pairs, forms(value)...)
		}
	}
	return strings.NewReplacer(pairs...)
}

func forms(secret string) []string {
	raw := []byte(secret)
	var pairs []string
	for _, form := range []string{
		secret,
		url.QueryEscape(secret),
		url.PathEscape(secret),
		html.EscapeString(secret),
		base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw),
	} {
		pairs = append(pairs, form, "***")
	}
	return pairs
}

// clean makes text from outside fit for a terminal: one line, no control or
// direction characters, no secrets, at most limit characters.
func (c *Client) clean(text string, limit int) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text)
	text = c.secrets.Replace(strings.Join(strings.Fields(text), " "))
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit-1]) + "…"
	}
	return text
}
