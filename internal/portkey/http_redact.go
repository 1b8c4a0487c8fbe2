package portkey

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	maxMessage = 500 // of a server's words, in characters
	maxDetail  = 100 // of a code, a field's name or an id
)

// newRedactor replaces what is secret in a request's headers, in the forms that a
// server might echo it in. The key is replaced however short it is; of the user's own
// headers only what is long enough to be a secret, so that a header "1" doesn't
// blot out every digit.
func newRedactor(headers http.Header) *strings.Replacer {
	pairs := starred(headers.Get(keyHeader))
	for name := range headers {
		if name == "Accept" || name == "User-Agent" {
			continue
		}
		for _, secret := range secretsOf(headers.Get(name)) {
			if len(secret) >= minSecret {
				pairs = append(pairs, starred(secret)...)
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// secretsOf is the value of a header, and what follows its first blank: in
// "Bearer abc" the secret is "abc", and that may be the only part that is returned.
func secretsOf(value string) []string {
	secrets := []string{value}
	if _, credentials, ok := strings.Cut(value, " "); ok {
		secrets = append(secrets, strings.TrimSpace(credentials))
	}
	return secrets
}

// starred pairs each form of a secret with stars.
func starred(secret string) []string {
	var pairs []string
	for _, form := range forms(secret) {
		pairs = append(pairs, form, hiddenSecret)
	}
	return pairs
}

// forms are the spellings of a secret. Its base64 depends on what
// precedes it, so that there are three of those; hexadecimal digits come in either
// case.
func forms(secret string) []string {
	raw, quoted := []byte(secret), strconv.QuoteToASCII(secret)
	spelled := []string{
		secret,
		inJSON(secret, true),
		inJSON(secret, false),
		quoted[1 : len(quoted)-1],
		url.QueryEscape(secret),
		url.PathEscape(secret),
		html.EscapeString(secret),
		hex.EncodeToString(raw),
		strings.ToUpper(hex.EncodeToString(raw)),
		base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw),
	}
	if len(raw) >= minSecret { // of less, what is left of it could be anything
		for before, cut := range []int{0, 2, 3} {
			padded := append(make([]byte, before), raw...)
			whole := padded[:len(padded)/3*3]
			spelled = append(spelled, base64.StdEncoding.EncodeToString(whole)[cut:], base64.URLEncoding.EncodeToString(whole)[cut:])
		}
	}
	return spelled
}

// secretHolder is the body of a request that contains secrets.
type secretHolder interface{ secrets() []string }

// secretReturner is what an answer is decoded to that may contain secrets.
type secretReturner interface{ returned() []Secret }

// learn hides secrets that an answer contained from here on, in logs and in errors.
func (c *Client) learn(secrets []Secret) {
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	for _, secret := range secrets {
		text := secret.Reveal()
		if len(text) < minSecret || slices.Contains(c.learned, text) {
			continue
		}
		c.opts.Mask(text)
		c.learned = append(c.learned, forms(text)...)
	}
}

// hideLearned replaces what was learnt in a text. These are too many, and come too often,
// for a [strings.Replacer] of all.
func (c *Client) hideLearned(text string) string {
	c.keyState.mu.Lock()
	learned := c.learned // which only grows
	c.keyState.mu.Unlock()
	for _, form := range learned {
		text = strings.ReplaceAll(text, form, hiddenSecret)
	}
	return text
}

// textsIn are the strings in a JSON value that are long enough to be secrets.
func textsIn(value json.RawMessage) []string {
	var decoded any
	_ = json.Unmarshal(value, &decoded) // of what is no JSON nothing is sent
	var texts []string
	var visit func(any)
	visit = func(value any) {
		switch value := value.(type) {
		case string:
			if len(value) >= minSecret {
				texts = append(texts, value)
			}
		case []any:
			for _, one := range value {
				visit(one)
			}
		case map[string]any:
			for _, one := range value {
				visit(one)
			}
		}
	}
	visit(decoded)
	return texts
}

// hide replaces secrets in a text, in the forms that a server might echo them in.
func hide(text string, secrets []string) string {
	// The longest first: of one that begins with another the rest would be left.
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, secret := range secrets {
		pairs = append(pairs, starred(secret)...)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// inJSON is s as it reads between the quotes of a JSON string.
func inJSON(s string, escapeHTML bool) string {
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(escapeHTML)
	_ = encoder.Encode(s) // no string fails to encode
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(buf.String()), `"`), `"`)
}

// clean makes text from outside fit for a terminal: one line, no control or
// direction characters, no secrets, at most limit characters.
func (c *Client) clean(text string, limit int) string {
	text = c.hideLearned(strings.ToValidUTF8(text, ""))
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
