package provider_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// waitFor is a hook that blocks a request until the test releases it.
func waitFor(release <-chan struct{}) func(*http.Request) {
	return func(r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
}

// /v1 is appended to a base URL without a path; one with a path is used as it is, without
// slashes at the end. The block takes precedence over the environment.
func TestProvider_baseURL(t *testing.T) {
	env := harness.Start(t)
	var mu sync.Mutex
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = r.URL.Path
		_, _ = w.Write([]byte(`{"object":"list","total":0,"data":[]}`))
	}))
	t.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	for _, test := range []struct {
		name, base, variable, want string
	}{
		{"no path", server.URL, "", "/v1/admin/workspaces"},
		{"a slash alone", server.URL + "/", "", "/v1/admin/workspaces"},
		{"the usual path", server.URL + "/v1", "", "/v1/admin/workspaces"},
		{"a slash at the end", server.URL + "/v1//", "", "/v1/admin/workspaces"},
		{"another path", server.URL + "/portkey/api", "", "/portkey/api/admin/workspaces"},
		{"blanks around", " " + server.URL + "\n", "", "/v1/admin/workspaces"},
		{"capitals", "HTTP://" + host, "", "/v1/admin/workspaces"},
		{"localhost", strings.Replace(server.URL, "127.0.0.1", "localhost", 1), "", "/v1/admin/workspaces"},
		{"environment", "", server.URL + "/environment", "/environment/admin/workspaces"},
		{"block before environment", server.URL + "/block", "https://portkey.invalid", "/block/admin/workspaces"},
		{"block before a bad environment", server.URL + "/block", "nonsense", "/block/admin/workspaces"},
	} {
		t.Run(test.name, func(t *testing.T) {
			noEnvironment(t)
			t.Setenv("PORTKEY_BASE_URL", test.variable)
			d := configured(t, env, block{"api_key": canary, "base_url": test.base})
			if _, diags := d.Data("portkey_workspaces", block{}); diags.Err() != nil {
				t.Fatal(diags.Err())
			}
			mu.Lock()
			defer mu.Unlock()
			if asked != test.want {
				t.Errorf("asked for %s, want %s", asked, test.want)
			}
		})
	}
}

func TestProvider_badBaseURL(t *testing.T) {
	env := harness.Start(t)
	for _, test := range []struct{ name, base, words string }{
		{"no scheme", "api.portkey.ai/v1", "must start with https://"},
		{"no scheme but a port", "portkey.internal:8080", "must start with https://"},
		{"another scheme", "ftp://portkey.internal", "must start with https://"},
		{"no host", "https:///v1", "must name a host"},
		{"user info", "https://admin:" + canary + "@portkey.internal", "user name or password"},
		{"a user alone", "https://" + canary + "@portkey.internal", "user name or password"},
		{"a query", "https://portkey.internal/v1?key=" + canary, "query"},
		{"an empty query", "https://portkey.internal/v1?", "query"},
		{"a fragment", "https://portkey.internal/v1#" + canary, "fragment"},
		{"a port that is none", "https://portkey.internal:99999", "port"},
		{"no URL at all", "https://%zz" + canary, "is not a URL"},
		{"a control character", "https://portkey.internal/\x01" + canary, "is not a URL"},
		{"plain http", "http://portkey.internal/v1", "plain http"},
		{"plain http to an address", "http://10.0.0.1", "plain http"},
		{"plain http to a name that looks like this machine", "http://localhost.example.com", "plain http"},
	} {
		t.Run(test.name, func(t *testing.T) {
			noEnvironment(t)
			wantRefused(t, configure(t, env, block{"api_key": canary, "base_url": test.base}), "base_url", test.words)

			t.Setenv("PORTKEY_BASE_URL", test.base)
			wantRefused(t, configure(t, env, block{"api_key": canary}), "base_url", "PORTKEY_BASE_URL", test.words)
		})
	}
}

// Plain http to another machine needs an explicit opt-in, in the block
// only.
func TestProvider_insecureHTTP(t *testing.T) {
	noEnvironment(t)
	env := harness.Start(t)
	for _, test := range []struct {
		name   string
		config block
		taken  bool
	}{
		{"allowed", block{"allow_insecure_http": true}, true},
		{"not allowed", block{"allow_insecure_http": false}, false},
		{"not said", block{"allow_insecure_http": nil}, false},
		{"not known yet", block{"allow_insecure_http": harness.Unknown}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.config["api_key"], test.config["base_url"] = canary, "http://portkey.internal"
			if err := configure(t, env, test.config).Err(); (err == nil) != test.taken {
				t.Errorf("got error %v", err)
			}
		})
	}
}
