package console_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

// served is a console over HTTP.
type served struct {
	*console.Console
	t   *testing.T
	url string
}

// start serves a console with the organisation of testdata/acme.yaml.
func start(t *testing.T, change ...func(*console.Options)) *served {
	t.Helper()
	o := options(acme(t))
	for _, one := range change {
		one(&o)
	}
	made, err := console.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(made)
	t.Cleanup(listener.Close)
	return &served{made, t, listener.URL}
}

// noon stands still, far from any reset.
func noon() time.Time { return time.Date(2026, time.October, 15, 12, 0, 0, 0, time.UTC) }

func options(seed *console.Seed) console.Options {
	return console.Options{
		New: func(more ...emulator.Option) *emulator.Server {
			return emulator.New(append(more, emulator.Tolerant(), emulator.WithClock(noon))...)
		},
		Seed:     seed,
		Loopback: true,
	}
}

func acme(t *testing.T) *console.Seed {
	t.Helper()
	text, err := os.ReadFile("testdata/acme.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := console.ParseSeed(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// secret is that of a key by its name.
func (s *served) secret(name string) string {
	s.t.Helper()
	for _, key := range s.Keys() {
		if key.Name == name {
			return key.Secret
		}
	}
	s.t.Fatalf("there is no key %s", name)
	return ""
}

// call sends a request with the key of that name, "" for none, and returns status and body.
func (s *served) call(key, method, path, body string, headers ...string) (status int, text string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if key != "" {
		request.Header.Set("x-portkey-api-key", s.secret(key))
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	got, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(got)
}

// ok is call that has to succeed, and its answer as an object.
func (s *served) ok(key, method, path, body string) map[string]any {
	s.t.Helper()
	status, text := s.call(key, method, path, body)
	if status != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	object := map[string]any{}
	_ = json.Unmarshal([]byte(text), &object) // a list is none
	return object
}

// wants wants a status, and words in the body.
func (s *served) wants(key, method, path, body string, status int, words ...string) {
	s.t.Helper()
	got, text := s.call(key, method, path, body)
	if got != status {
		s.t.Errorf("%s %s: %d, want %d: %s", method, path, got, status, text)
	}
	for _, word := range words {
		if !strings.Contains(text, word) {
			s.t.Errorf("%s %s: %q is not in\n%s", method, path, word, text)
		}
	}
}
