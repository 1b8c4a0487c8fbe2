package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// form is a text as an encoding shows it.
type form struct {
	encoding string
	text     []byte
}

// forms are the ways in which a secret could get into a text: itself, and what
// usual encodings make of it. What base64 makes of it depends on how many bytes
// stand before it, and its ends on what is beside it, so that there are three,
// without their ends. A hash is one too: a weak secret can be guessed from it.
func forms(secret string) []form {
	asJSON, err := json.Marshal(secret)
	if err != nil {
		panic(err)
	}
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(secret); err != nil {
		panic(err)
	}
	inner := func(quoted string) string { return quoted[1 : len(quoted)-1] }
	sum := sha256.Sum256([]byte(secret))
	texts := []struct{ encoding, text string }{
		{"raw", secret},
		{"JSON", inner(string(asJSON))},
		{"JSON with < and > as they are", inner(strings.TrimSpace(plain.String()))},
		{"Go-quoted", inner(strconv.Quote(secret))},
		{"Go-quoted in ASCII", inner(strconv.QuoteToASCII(secret))},
		{"URL query", url.QueryEscape(secret)},
		{"URL path", url.PathEscape(secret)},
		{"HTML", html.EscapeString(secret)},
		{"hex", hex.EncodeToString([]byte(secret))},
		{"upper hex", strings.ToUpper(hex.EncodeToString([]byte(secret)))},
		{"SHA-256", string(sum[:])},
		{"SHA-256 in hex", hex.EncodeToString(sum[:])},
		{"SHA-256 in upper hex", strings.ToUpper(hex.EncodeToString(sum[:]))},
		{"SHA-256 in base64", base64.RawStdEncoding.EncodeToString(sum[:])},
	}
	for offset := range 3 {
		padded := append(bytes.Repeat([]byte{'x'}, offset), secret...)
		whole := len(padded) / 3 * 3
		start := []int{0, 2, 3}[offset] // the characters that hold what stands before
		texts = append(texts,
			struct{ encoding, text string }{fmt.Sprintf("base64 at offset %d", offset), base64.StdEncoding.EncodeToString(padded[:whole])[start:]},
			struct{ encoding, text string }{fmt.Sprintf("base64 for URLs at offset %d", offset), base64.URLEncoding.EncodeToString(padded[:whole])[start:]},
		)
	}
	var all []form
	for _, one := range texts {
		all = append(all, form{one.encoding, []byte(one.text)})
	}
	return all
}

// needle is one form of one canary.
type needle struct {
	canary *canary
	form
}

const headLength = 8

// finder finds any of many needles in one pass: it looks at two bytes, then at
// eight, then at all.
type finder struct {
	starts  [1 << 16]bool
	heads   map[[headLength]byte][]needle
	needles int
}

func newFinder(canaries []*canary) *finder {
	f := &finder{heads: map[[headLength]byte][]needle{}}
	for _, c := range canaries {
		for _, one := range c.forms() {
			head := [headLength]byte(one.text)
			f.starts[int(head[0])<<8|int(head[1])] = true
			f.heads[head] = append(f.heads[head], needle{c, one})
			f.needles++
		}
	}
	return f
}

// hit is a needle with where it stands.
type hit struct {
	needle
	at int
}

// find returns the needles that stand in text, each once.
func (f *finder) find(text []byte) []hit {
	var hits []hit
	for i := 0; i+headLength <= len(text); i++ {
		if !f.starts[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		for _, one := range f.heads[[headLength]byte(text[i:i+headLength])] {
			same := func(known hit) bool { return known.canary == one.canary && known.encoding == one.encoding }
			if bytes.HasPrefix(text[i:], one.text) && !slices.ContainsFunc(hits, same) {
				hits = append(hits, hit{one, i})
			}
		}
	}
	return hits
}

// Every form of a secret is found, whatever stands around it, and a text
// without it is clean.
func TestSecrets_finder(t *testing.T) {
	t.Parallel()
	c := newCanary("a key", "pk-")
	f := newFinder([]*canary{c, newCanary("another", "")})
	for _, one := range c.forms() {
		for _, around := range []string{"", " ", `"`, "pk", strings.Repeat("x", 5000)} {
			if got := f.find([]byte(around + string(one.text) + around)); len(got) == 0 {
				t.Errorf("%s is not found between %.10q", one.encoding, around)
			}
		}
	}
	for offset := range 3 {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString([]byte("abc"[:offset] + c.value + `","and":"more"`))
			if len(f.find([]byte(text))) == 0 {
				t.Errorf("base64 of more, at offset %d, is not found", offset)
			}
		}
	}
	if got := f.find([]byte(strings.Repeat("pk-"+newCanary("a third", "").value, 100))); len(got) > 0 {
		t.Errorf("found %v where nothing is", got)
	}
}
