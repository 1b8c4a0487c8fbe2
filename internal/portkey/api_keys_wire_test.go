package portkey

import (
	"encoding/json"
	"testing"
	"time"
)

// Each optional field is kept where it is absent, and cleared in its own way.
func TestAPIKeyUpdate(t *testing.T) {
	t.Parallel()
	amount := Number(10)
	for want, body := range map[string]APIKeyUpdate{
		`{}`: {},
		`{"description":null,"usage_limits":null,"rate_limits":null,"defaults":{"metadata":{},"config_id":null},"alert_emails":null,"expires_at":null,"rotation_policy":null}`: {
			Description: Null[string](), UsageLimits: Null[UsageLimit](), RateLimits: Null[[]RateLimit](), AlertEmails: Null[[]string](),
			Defaults:  Some(APIKeyDefaults{Metadata: Some(Metadata{}), ConfigID: Null[string]()}),
			ExpiresAt: Null[string](), RotationPolicy: Null[RotationPolicy](),
		},
		`{"usage_limits":{"alert_threshold":null,"credit_limit":10,"type":"cost"}}`: {
			UsageLimits: Some(UsageLimit{Type: "cost", CreditLimit: &amount, Cleared: []string{"alert_threshold"}}),
		},
		`{"scopes":["logs.view"],"rotation_policy":{"rotation_period":null,"rotation_period_days":10}}`: {
			Scopes: Some([]string{"logs.view"}), RotationPolicy: Some(RotationPolicy{RotationPeriod: Null[string](), RotationPeriodDays: Some(amount)}),
		},
		`{"reset_usage":true}`: {ResetUsage: true},
	} {
		if got, err := json.Marshal(body); err != nil || string(got) != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
	body, err := json.Marshal(APIKeyCreate{Kind: WorkspaceService, Name: "backend", WorkspaceID: "w", Scopes: []string{"logs.view"}})
	if want := `{"name":"backend","workspace_id":"w","scopes":["logs.view"]}`; err != nil || string(body) != want {
		t.Errorf("got %s, %v", body, err)
	}
}

func TestAPIKey_decode(t *testing.T) {
	t.Parallel()
	decode := func(text string) APIKey {
		var got APIKey
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		return got
	}
	for text, want := range map[string]struct{ secret, masked string }{
		`{"key":"wJ4hg73bK2hdl0pqTT1a"}`: {"wJ4hg73bK2hdl0pqTT1a", "wJ*****T1a"},
		`{"key":"wJ*****T1a"}`:           {"", "wJ*****T1a"},
		`{"key":null}`:                   {},
		`{}`:                             {},
	} {
		if got := decode(text); got.Secret.Reveal() != want.secret || got.MaskedKey != want.masked {
			t.Errorf("%s: got %s and %s", text, got.Secret, got.MaskedKey)
		}
	}
	for text, want := range map[string]string{
		`{"type":"workspace-user"}`:                        WorkspaceUser,
		`{"type":"organisation-service"}`:                  OrganisationService,
		`{"type":"service","workspace_id":"w"}`:            WorkspaceService,
		`{"type":"user","workspace_id":"w","user_id":"u"}`: WorkspaceUser,
		`{"workspace_id":null}`:                            OrganisationService,
	} {
		if got := decode(text).Kind(); got != want {
			t.Errorf("%s: got %s", text, got)
		}
	}
	const limit = `"usage_limits":{"type":"cost","credit_limit":10,"periodic_reset":"weekly"}`
	for text, want := range map[string]string{
		`{"next_usage_reset_at":"2026-12-06T00:00:00Z",` + limit + `}`: "2026-12-06T00:00:00Z",
		`{"next_usage_reset_at":null,` + limit + `}`:                   "",
		`{` + limit + `}`: "",
	} {
		if got := decode(text).UsageLimits.Or(nil); len(got) != 1 || got[0].NextUsageResetAt != want {
			t.Errorf("%s: got %+v", text, got)
		}
	}
	for text, want := range map[string]bool{
		`{"rotation_policy":null,"next_usage_reset_at":null,` + limit + `}`:       true,
		`{"rotation_policy":null,` + limit + `}`:                                  false,
		`{"rotation_policy":null,"usage_limits":null}`:                            true,
		`{"rotation_policy":null,"usage_limits":{"is_expired_alerts_sent":true}}`: true,
		`{"usage_limits":null}`:                                                   false,
	} {
		if got := decode(text).IsWhole(); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}

// An archived item is not taken for a key: it is read on its own, which shows that it was
// deleted. The other items replace reads all the same.
func TestCompleteAPIKey_archived(t *testing.T) {
	t.Parallel()
	none := func() int64 { return 0 }
	cached := newCache(noun[APIKey]{complete: completeAPIKey}, func(string) bool { return false }, none, none)
	cached.single = new(APIKey)
	added := cached.keep([]APIKey{{ID: Some("x"), Status: Some("archived")}}, time.Now())
	if !added || cached.off || len(cached.items) != 0 {
		t.Errorf("added %t, off %t, %d items", added, cached.off, len(cached.items))
	}
	if named := (APIKey{Name: Some("backend"), Status: Some("archived")}).facts(); named.isNamed(apiKeyName("backend", OrganisationService, "", "")) {
		t.Error("an archived key has its name")
	}
}
