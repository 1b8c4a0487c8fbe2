package portkey

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// providerPlane is a control plane that rejects so many creates of providers with 403, and
// contains the one that it then creates.
func providerPlane(rejected int) *plane {
	p := newPlane()
	const one = `{"id":"p-1","slug":"fraud","name":"Fraud detection","integration_id":"openai"}`
	p.on = func(r *http.Request) (int, string, error, bool) {
		switch {
		case !strings.Contains(r.URL.Path, "/providers"):
			return 0, "", nil, false
		case r.Method == http.MethodPost && rejected > 0:
			rejected--
			return http.StatusForbidden, refused, nil, true
		case r.Method == http.MethodPost:
			return http.StatusOK, `{"id":"p-1","slug":"fraud"}`, nil, true
		case r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/providers"):
			return http.StatusOK, `{"object":"list","total":1,"data":[` + one + `]}`, nil, true
		}
		return http.StatusOK, one, nil, true
	}
	return p
}

// A create that is rejected since its integration is not enabled yet is repeated, for the
// time of Waits.Granted and no longer. The pauses double.
func TestProviders_grant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rejected, posts int
		least, most     time.Duration
	}{
		"enabled at once": {0, 1, 0, 0},
		"enabled soon":    {3, 4, 3 * time.Second, 5 * time.Second},
		"never enabled":   {1000, 7, 19 * time.Second, 21 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := providerPlane(c.rejected)
				body := ProviderCreate{Name: "Fraud", WorkspaceID: defaultID, IntegrationID: "openai"}
				create, err := NewProviders(p.client(t), defaultID).PrepareCreate(t.Context(), func(time.Time) ProviderCreate { return body }, false)
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				got, err := create.PostOnceGranted(t.Context())
				if waited := time.Since(began); waited < c.least || waited > c.most {
					t.Errorf("waited %s, want %s to %s", waited, c.least, c.most)
				}
				if len(p.bodies) != c.posts {
					t.Errorf("%d requests, want %d", len(p.bodies), c.posts)
				}
				if never := c.rejected > c.posts; never != isForbidden(err) || never == (got.ID.Or("") == "p-1") {
					t.Errorf("got %q, %v", got.ID.Or(""), err)
				}
			})
		})
	}
}

// The workspace is in the query of reads and deletes, and in the body of writes.
func TestProviders_workspace(t *testing.T) {
	t.Parallel()
	p := providerPlane(0)
	c := p.client(t)
	providers := NewProviders(c, acmeID)
	if _, err := providers.GetUncached(t.Context(), "p-1"); err != nil {
		t.Error(err)
	}
	if _, err := providers.ListUncached(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.SetRateLimits(t.Context(), acmeID, "p-1", []RateLimit{{Type: "requests", Unit: "rpm"}}); err != nil {
		t.Error(err)
	}
	if err := providers.Delete(t.Context(), "p-1", nil); err != nil {
		t.Error(err)
	}
	for _, one := range p.requests {
		if !strings.Contains(one, "workspace_id="+acmeID) {
			t.Errorf("the query of %s lacks the workspace", one)
		}
	}
	want := fmt.Sprintf(`PUT /providers/p-1 {"workspace_id":%q,"rate_limits":[`, acmeID)
	if !slices.ContainsFunc(p.bodies, func(one string) bool { return strings.HasPrefix(one, want) }) {
		t.Errorf("no body begins with %s: %v", want, p.bodies)
	}
}

func TestProvider_aiProvider(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]Provider{
		"openai": {AIProviderName: Some("openai")}, "anthropic": {Vendor: Some("anthropic")},
		"azure-openai": {AIProviderName: Some("azure-openai"), Vendor: Some("other")}, "cohere": {AIProviderName: Some(""), Vendor: Some("cohere")},
	} {
		if got := answer.AIProvider().Or(""); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
