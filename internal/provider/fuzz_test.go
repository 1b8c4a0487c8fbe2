package provider_test

import (
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Every provider block either fails with an error that repeats no
// secret, or the key goes to the host that the block names, and not in the clear
// unless the block allows it.
func FuzzProviderConfig(f *testing.F) {
	f.Add("pk-", "https://portkey.test", false, "X-Gateway", "token ", "30s", "")
	f.Add("pk-\n", "http://portkey.test/v1", false, "Host", "a\r\nb: ", "-1s", "-----BEGIN CERTIFICATE-----")
	f.Add("", "https://user:"+canary+"@portkey.test", true, "x y", "", "1h", "\x00")
	f.Add("ü", "http://127.0.0.1:80#"+canary, true, "Idempotency-Key", "\x1b[31m", "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
	f.Add("pk", "https://[::1]:99999/?"+canary, false, "", "é", "0", "")
	f.Add("pk", "http://localhost@portkey.test/%zz", false, "cf-access", "1", "999999999h", "")
	f.Add("pk", "HTTPS://PORTKEY.test:443//a/../b/", false, "cf-access", "1", "1ns", "")
	f.Setenv("PORTKEY_API_KEY", "")
	f.Setenv("PORTKEY_BASE_URL", "")

	env := harness.Start(f)
	var asked []*http.Request
	env.Tune(noRetries)
	env.Tune(func(config *portkey.Options) {
		config.Transport = recording(func(r *http.Request) { asked = append(asked, r) })
	})
	f.Fuzz(func(t *testing.T, key, base string, insecure bool, header, value, timeout, pem string) {
		for _, text := range []string{key, base, header, value, timeout, pem} {
			if !utf8.ValidString(text) {
				return // Terraform's strings are UTF-8
			}
		}
		asked = nil
		d := harness.NewDriver(t, env.Server())
		diags := d.Configure(block{
			"api_key": key + canary, "base_url": base, "allow_insecure_http": insecure,
			"headers": block{header: value + canary}, "request_timeout": timeout, "client_key_pem": pem,
		})
		if diags.Err() == nil {
			_, more := d.Data("portkey_workspaces", block{})
			diags = append(diags, more...)
		}
		for _, one := range diags {
			text := one.Summary + one.Detail
			if strings.Contains(text, canary) && !strings.Contains(header+timeout, canary) {
				t.Errorf("repeats a secret: %s", text)
			}
			if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
				t.Errorf("not fit for a terminal: %q", text)
			}
			if strings.Contains(text, "panicked") {
				t.Errorf("panics: %s", text)
			}
		}
		for _, r := range asked {
			checkAsked(t, r, base, insecure, key+canary)
		}
	})
}

// checkAsked checks that a request is sent to the host of the block, with its key.
func checkAsked(t *testing.T, r *http.Request, base string, insecure bool, key string) {
	t.Helper()
	if got := r.Header.Values("x-portkey-api-key"); len(got) != 1 || got[0] != strings.TrimSpace(key) {
		t.Errorf("sent the keys %q, want %q", got, key)
	}
	want, err := url.Parse(portkey.DefaultBaseURL)
	if strings.TrimSpace(base) != "" {
		want, err = url.Parse(strings.TrimSpace(base))
	}
	if err != nil || r.URL.Scheme != want.Scheme || !strings.EqualFold(r.URL.Host, strings.TrimSuffix(want.Host, ":")) || r.URL.User != nil {
		t.Errorf("%q leads to %s: %v", base, r.URL, err)
	}
	address, err := netip.ParseAddr(r.URL.Hostname())
	loopback := strings.EqualFold(r.URL.Hostname(), "localhost") || err == nil && address.Unmap().IsLoopback()
	if r.URL.Scheme != "https" && !insecure && !loopback {
		t.Errorf("%q sends the key in the clear to %s", base, r.URL)
	}
}

// recording records every request and answers none.
type recording func(*http.Request)

func (record recording) RoundTrip(r *http.Request) (*http.Response, error) {
	record(r)
	return &http.Response{StatusCode: http.StatusForbidden, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}
