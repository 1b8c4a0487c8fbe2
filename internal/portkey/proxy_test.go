package portkey

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// net/http's error repeats the whole setting, and a setting may hold a password.
func TestProxy_badSettingIsNotRepeated(t *testing.T) {
	t.Parallel()
	setting := strings.Join([]string{"http://user:proxy-canary", "zz@127.0.0.1:3128"}, "%")
	transport := &http.Transport{Proxy: withoutSetting(func(*http.Request) (*url.URL, error) {
		_, err := url.Parse(setting)
		return nil, fmt.Errorf("invalid proxy address %q: %w", setting, err)
	})}
	client, err := New(Options{APIKey: keyCanary, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.do(t.Context(), request{method: http.MethodGet, path: []string{"things"}})
	if err == nil || !strings.Contains(err.Error(), "HTTPS_PROXY") || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}
