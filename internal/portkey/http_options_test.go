package portkey

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseBaseURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, raw string
		insecure  bool
		want      string // what comes of it, or
		refused   string // a part of the error
	}{
		{name: "the default", raw: DefaultBaseURL, want: DefaultBaseURL},
		{name: "no path", raw: "https://portkey.example.com", want: "https://portkey.example.com/v1"},
		{name: "only a slash", raw: "https://portkey.example.com/", want: "https://portkey.example.com/v1"},
		{name: "a path is taken as it is", raw: "https://example.com/api/v1", want: "https://example.com/api/v1"},
		{name: "slashes at the end", raw: "https://example.com/api/v1//", want: "https://example.com/api/v1"},
		{name: "an escaped path stays escaped", raw: "https://example.com/a%2Fb", want: "https://example.com/a%2Fb"},
		{name: "blanks around it", raw: " https://example.com/v1\n", want: "https://example.com/v1"},
		{name: "capitals", raw: "HTTPS://Example.COM/V1", want: "https://example.com/V1"},
		{name: "a port", raw: "https://example.com:8443", want: "https://example.com:8443/v1"},
		{name: "a colon without a port", raw: "https://example.com:", want: "https://example.com/v1"},
		{name: "http to localhost", raw: "http://localhost:8080", want: "http://localhost:8080/v1"},
		{name: "http to 127.0.0.2", raw: "http://127.0.0.2:80/v1", want: "http://127.0.0.2:80/v1"},
		{name: "http to ::1", raw: "http://[::1]:80", want: "http://[::1]:80/v1"},
		{name: "http to mapped loopback", raw: "http://[::ffff:127.0.0.1]", want: "http://[::ffff:127.0.0.1]/v1"},
		{name: "a zone", raw: "https://[fe80::1%25eth0]:8443", want: "https://[fe80::1%25eth0]:8443/v1"},
		{name: "http with the opt-in", raw: "http://gateway:8787", insecure: true, want: "http://gateway:8787/v1"},

		{name: "empty", raw: "", refused: "https://"},
		{name: "no scheme", raw: "api.portkey.ai/v1", refused: "https://"},
		{name: "no scheme but a port", raw: "localhost:8080", refused: "https://"},
		{name: "another scheme", raw: "ftp://example.com", refused: "https://"},
		{name: "no host", raw: "https:///v1", refused: "host"},
		{name: "only a port", raw: "https://:443", refused: "host"},
		{name: "opaque", raw: "https:example.com", refused: "host"},
		{name: "port 0", raw: "https://example.com:0", refused: "port"},
		{name: "a port too large", raw: "https://example.com:65536", refused: "port"},
		{name: "a user", raw: "https://user-canary@example.com", refused: "user name"},
		{name: "a password", raw: "https://u:canary@example.com", refused: "user name"},
		{name: "a password that breaks the URL", raw: "https://u:can#ary@example.com", refused: "not a URL"},
		{name: "a query", raw: "https://example.com/v1?key=canary", refused: "query"},
		{name: "an empty query", raw: "https://example.com/v1?", refused: "query"},
		{name: "a fragment", raw: "https://example.com/v1#canary", refused: "fragment"},
		{name: "an empty fragment", raw: "https://example.com/v1#", refused: "fragment"},
		{name: "control characters", raw: "https://exa\x00mple.com", refused: "not a URL"},
		{name: "http to another machine", raw: "http://example.com", refused: "unencrypted"},
		{name: "http to a name that only starts like loopback", raw: "http://127.0.0.1.example.com", refused: "unencrypted"},
		{name: "http to a private address", raw: "http://10.0.0.1", refused: "unencrypted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseBaseURL(test.raw, test.insecure)
			if test.refused == "" {
				if err != nil || got != test.want {
					t.Fatalf("got %q and error %v, want %q", got, err, test.want)
				}
				if again, err := ParseBaseURL(got, test.insecure); err != nil || again != got {
					t.Errorf("what was returned parses to %q, %v", again, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.refused) {
				t.Fatalf("got %q and error %v, want an error with %q", got, err, test.refused)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error repeats what it should not: %v", err)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		cfg   Options
		field string
		words string
	}{
		{"no key", Options{}, "APIKey", "empty"},
		{"a blank key", Options{APIKey: " \n\t"}, "APIKey", "empty"},
		{"a line break in the key", Options{APIKey: "canary\nx: y"}, "APIKey", "control characters"},
		{"a NUL in the key", Options{APIKey: "canary\x00"}, "APIKey", "control characters"},
		{"DEL in the key", Options{APIKey: "canary\x7f"}, "APIKey", "control characters"},
		{"a key in smart quotes", Options{APIKey: "“canary”"}, "APIKey", "ASCII"},
		{"bytes that are no text", Options{APIKey: "canary\xff"}, "APIKey", "ASCII"},
		{"a header for the key", Options{APIKey: "k", Headers: map[string]string{"X-PORTKEY-api-key": "canary"}}, "Headers", "API key"},
		{"a header that lets POST be repeated", Options{APIKey: "k", Headers: map[string]string{"idempotency-key": "canary"}}, "Headers", "sent twice"},
		{"a header's line break", Options{APIKey: "k", Headers: map[string]string{"x-team": "can\r\nary: canary"}}, "Headers", "x-team"},
		{"a header's name", Options{APIKey: "k", Headers: map[string]string{"x team\n": "canary"}}, "Headers", "not the name"},
		{"an empty header name", Options{APIKey: "k", Headers: map[string]string{"": "canary"}}, "Headers", "not the name"},
		{"the user agent", Options{APIKey: "k", UserAgent: "canary\n"}, "UserAgent", "control characters"},
		{"the base URL", Options{APIKey: "k", BaseURL: "https://u:can#ary@x"}, "BaseURL", "not a URL"},
		{"no certificate", Options{APIKey: "k", CACertPEM: []byte("canary")}, "CACertPEM", "no certificate"},
		{"a client key alone", Options{APIKey: "k", ClientKeyPEM: []byte("canary")}, "ClientCertPEM", "missing"},
		{"a client certificate alone", Options{APIKey: "k", ClientCertPEM: []byte("canary")}, "ClientKeyPEM", "missing"},
		{"no pair", Options{APIKey: "k", ClientCertPEM: []byte("canary"), ClientKeyPEM: []byte("canary")}, "ClientCertPEM", "no pair"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			client, err := New(test.cfg)
			var refused *OptionError
			if client != nil || !errors.As(err, &refused) {
				t.Fatalf("got client %v and error %v, want a *OptionError", client, err)
			}
			if refused.Field != test.field || !strings.Contains(err.Error(), test.words) {
				t.Errorf("got %v, want %s at fault and %q", err, test.field, test.words)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error repeats the value: %v", err)
			}
		})
	}
}

func TestNewFillsInDefaults(t *testing.T) {
	t.Parallel()
	client, err := New(Options{APIKey: " key\r\n"})
	if err != nil {
		t.Fatal(err)
	}
	if got := client.headers.Get(keyHeader); got != "key" {
		t.Errorf("the key is %q", got)
	}
	if client.opts.BaseURL != DefaultBaseURL || client.opts.Waits != DefaultWaits() || client.opts.RequestTimeout <= 0 || client.pace.ceiling != 0 {
		t.Errorf("unexpected defaults: %+v", client.opts)
	}
}

func TestConfigSecrets(t *testing.T) {
	t.Parallel()
	got := Options{APIKey: " key ", Headers: map[string]string{"Authorization": " Bearer abc "}, ClientKeyPEM: []byte(" pem\n")}.Secrets()
	if want := []string{"key", "Bearer abc", "abc", "pem"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := (Options{APIKey: "key"}).Secrets(); !slices.Equal(got, []string{"key"}) {
		t.Errorf("got %q", got)
	}
	if _, err := New(Options{APIKey: "a ~"}); err != nil {
		t.Errorf("the last printable character: %v", err)
	}
}
