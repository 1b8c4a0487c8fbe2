package portkey

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// However a server echoes a secret, the error doesn't.
func TestRedactor_everySpelling(t *testing.T) {
	t.Parallel()
	const key, token = `pk-"canary"/<&>+ =`, `canary-of-a-gateway`
	redactor := newRedactor(http.Header{"X-Portkey-Api-Key": {key}, "Authorization": {"Bearer " + token}})
	for _, secret := range []string{key, token} {
		for _, echo := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON(secret, true), inJSON(secret, false), strconv.QuoteToASCII(secret),
			hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte("a" + secret)),
			base64.StdEncoding.EncodeToString([]byte("ab" + secret + "c")),
		} {
			if got := redactor.Replace(echo); !strings.Contains(got, "***") || len(got) > 15 {
				t.Errorf("of %s is left %s", echo, got)
			}
		}
	}
}

// A value that anything could contain is no secret: stars everywhere would show where it is.
func TestRedactor_leavesShortValuesAlone(t *testing.T) {
	t.Parallel()
	redactor := newRedactor(http.Header{"X-Portkey-Api-Key": {"key"}, "X-Tenant": {"1"}, "X-Zone": {"a b"}})
	if got := redactor.Replace("1 is a bad key of abcdefg"); got != "1 is a bad *** of abcdefg" {
		t.Errorf("got %q", got)
	}
}

// Of a value those strings can be secrets that are long enough, wherever they are in it.
func TestTextsIn(t *testing.T) {
	t.Parallel()
	got := textsIn(json.RawMessage(`{"key-canary":[{"a":"12345678"},"1234567",123456789,null]}`))
	if !slices.Equal(got, []string{"12345678"}) {
		t.Errorf("got %q", got)
	}
}

// Of the extra headers those of eight characters and more are secrets; what the
// client sets by itself is none.
func TestRedactor_whatIsASecret(t *testing.T) {
	t.Parallel()
	for range 20 { // in any order of the headers
		redactor := newRedactor(http.Header{
			"X-Portkey-Api-Key": {"a<b>&c12"}, "Accept": {"application/json"}, "User-Agent": {"terraform-provider"}, "X-A": {"12345678"}, "X-B": {"1234567"}, "X-C": {"canary-canary"},
		})
		const want = "application/json terraform-provider *** 1234567 *** *** ***"
		if got := redactor.Replace(`application/json terraform-provider 12345678 1234567 canary-canary a<b>&c12 a\u003cb\u003e\u0026c12`); got != want {
			t.Fatalf("got %s", got)
		}
		if got := redactor.Replace(base64.StdEncoding.EncodeToString([]byte("xa<b>&c12yz"))); !strings.Contains(got, "***") {
			t.Fatalf("got %s", got)
		}
	}
	client := withTransport(t, nil, nil)
	if got := client.clean("abcde", 5) + client.clean("abcdef", 5); got != "abcdeabcd…" {
		t.Errorf("got %s", got)
	}
}
