package portkey

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// byValue compares wire types as they are, unexported parts included.
var byValue = cmp.AllowUnexported(
	Opt[string]{}, Opt[Bool]{}, Opt[WorkspaceDefaults]{}, Opt[UsageLimits]{}, Opt[RateLimits]{}, Opt[SecuritySettings]{}, WorkspaceDefaults{},
)

func number(n float64) *Number {
	v := Number(n)
	return &v
}

// recorded is the shape that the live API answers with.
const recorded = `{
	"id": "0f3a7a52-0000-4000-8000-000000000001", "slug": "ws-fraud-1a2b3c", "name": "🚀 Fraud", "icon": "🚀",
	"description": null, "is_default": 0, "organisation_id": "0f3a7a52-0000-4000-8000-000000000002",
	"created_at": "2026-06-01T10:00:00.000Z", "last_updated_at": "2026-06-02T10:00:00.000Z",
	"defaults": {"metadata": {"team": "risk", "level": 3, "none": null}, "input_guardrails": ["pg-one"]},
	"usage_limits": [
		{"type": "cost", "credit_limit": 10.0, "alert_threshold": "8", "periodic_reset": "", "periodic_reset_days": null, "current_usage": 1.5, "status": "active"},
		{"is_expired_alerts_sent": true}
	],
	"rate_limits": null, "users": [{"id": "u"}], "object": "workspace"
}`

// documented is the shape of the documentation's page.
const documented = `{
	"id": "ws-test-a-174eb1", "slug": "ws-test-a-174eb1", "name": "Test", "description": null,
	"defaults": {"is_default": 1, "object": "workspace", "metadata": {"foo": "bar"}},
	"usage_limits": [{"credit_limit": 100, "periodic_reset": "monthly", "alert_threshold": 80}],
	"rate_limits": {"value": "60"}
}`

func TestDecodeWorkspace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body string
		want       Workspace
	}{
		{name: "recorded", body: recorded, want: Workspace{
			ID: "0f3a7a52-0000-4000-8000-000000000001", Slug: Some("ws-fraud-1a2b3c"), Name: Some("🚀 Fraud"), Icon: Some("🚀"),
			Description: Null[string](), IsDefault: Some(Bool(false)), OrganisationID: Some("0f3a7a52-0000-4000-8000-000000000002"),
			CreatedAt: Some("2026-06-01T10:00:00.000Z"), LastUpdatedAt: Some("2026-06-02T10:00:00.000Z"),
			Defaults: Some(WorkspaceDefaults{
				Metadata: Metadata{"team": "risk", "level": "3"},
				Others:   map[string]json.RawMessage{"input_guardrails": json.RawMessage(`["pg-one"]`)},
			}),
			UsageLimits: Some(UsageLimits{{Type: "cost", CreditLimit: number(10), AlertThreshold: number(8), CurrentUsage: number(1.5), Status: "active"}}),
			RateLimits:  Null[RateLimits](),
		}},
		{name: "documented", body: documented, want: Workspace{
			ID: "ws-test-a-174eb1", Slug: Some("ws-test-a-174eb1"), Name: Some("Test"), Description: Null[string](), IsDefault: Some(Bool(true)),
			Defaults: Some(WorkspaceDefaults{
				Metadata: Metadata{"foo": "bar"}, Others: map[string]json.RawMessage{}, isDefault: Some(Bool(true)),
			}),
			UsageLimits: Some(UsageLimits{{CreditLimit: number(100), PeriodicReset: "monthly", AlertThreshold: number(80)}}),
			RateLimits:  Some(RateLimits{{Value: number(60)}}),
		}},
		{name: "what is not told is absent", body: `{"id":"w"}`, want: Workspace{ID: "w"}},
		{name: "null for anything", body: `{"id":null,"slug":null,"name":null,"icon":null,"defaults":null,"usage_limits":null,"is_default":null,"status":null}`,
			want: Workspace{Slug: Null[string](), Name: Null[string](), Icon: Null[string](), Defaults: Null[WorkspaceDefaults](),
				UsageLimits: Null[UsageLimits](), IsDefault: Null[Bool](), Status: Null[string]()}},
		{name: "unknown fields", body: `{"id":"w","later":{"a":[1]}}`, want: Workspace{ID: "w"}},
		{name: "empty limits", body: `{"id":"w","usage_limits":[],"rate_limits":[null,{}]}`,
			want: Workspace{ID: "w", UsageLimits: Some[UsageLimits](nil), RateLimits: Some[RateLimits](nil)}},
		{name: "the top's is_default wins", body: `{"id":"w","is_default":"0","defaults":{"is_default":1,"metadata":null}}`,
			want: Workspace{ID: "w", IsDefault: Some(Bool(false)),
				Defaults: Some(WorkspaceDefaults{Others: map[string]json.RawMessage{}, isDefault: Some(Bool(true))})}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got Workspace
			if err := json.Unmarshal([]byte(test.body), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, byValue); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`[]`, `"w"`, `{"id":1}`, `{"name":{}}`, `{"is_default":2}`, `{"is_default":"yes"}`,
		`{"usage_limits":3}`, `{"usage_limits":[{"credit_limit":"ten"}]}`, `{"usage_limits":[{"credit_limit":"Inf"}]}`,
		`{"rate_limits":{"value":"1e999"}}`, `{"rate_limits":[1]}`, `{"defaults":[]}`, `{"defaults":{"metadata":"x"}}`, `{"defaults":{"is_default":"x"}}`,
	} {
		var got Workspace
		if err := json.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s is taken for %+v", body, got)
		}
	}
}

func TestEncodeRequests(t *testing.T) {
	t.Parallel()
	guardrails := map[string]json.RawMessage{"input_guardrails": json.RawMessage(`["pg-one"]`)}
	for _, test := range []struct {
		name string
		body any
		want string
	}{
		{"a create that holds little", WorkspaceCreate{Name: "Fraud"}, `{"name":"Fraud"}`},
		{"a create that holds all", WorkspaceCreate{
			Name: "Fraud", Description: "d", Icon: "🚀", Defaults: &WorkspaceDefaults{Metadata: Metadata{"a": "b"}},
			UsageLimits: []UsageLimit{{Type: "cost", CreditLimit: number(10), PeriodicResetDays: number(30)}},
			RateLimits:  []RateLimit{{Type: "requests", Unit: "rpm", Value: number(0)}},
		}, `{"name":"Fraud","description":"d","icon":"🚀","defaults":{"metadata":{"a":"b"}},` +
			`"usage_limits":[{"type":"cost","credit_limit":10,"periodic_reset_days":30}],"rate_limits":[{"type":"requests","unit":"rpm","value":0}]}`},
		{"an update of nothing", WorkspaceUpdate{}, `{}`},
		{"an update that clears all", WorkspaceUpdate{
			Description: Some(""), Icon: Some(""), UsageLimits: Null[[]UsageLimit](), RateLimits: Null[[]RateLimit](),
			Defaults: Some(WorkspaceDefaults{Metadata: Metadata{}, Others: guardrails}),
		}, `{"description":"","icon":"","defaults":{"input_guardrails":["pg-one"],"metadata":{}},"usage_limits":null,"rate_limits":null}`},
		{"a limit without what it had", UsageLimit{Type: "cost", CreditLimit: number(10), Cleared: []string{"alert_threshold", "periodic_reset"}},
			`{"alert_threshold":null,"credit_limit":10,"periodic_reset":null,"type":"cost"}`},
		{"other keys alone", WorkspaceDefaults{Others: guardrails}, `{"input_guardrails":["pg-one"]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.body)
			if err != nil || string(got) != test.want {
				t.Errorf("error %v\ngot  %s\nwant %s", err, got, test.want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ icon, name, display, plain string }{
		{"", "Fraud", "Fraud", "Fraud"},
		{"", "🚀 Fraud", "🚀 Fraud", "🚀 Fraud"},
		{"🚀", "Fraud", "🚀 Fraud", "Fraud"},
		{"🚀", "🚀 Fraud", "🚀 Fraud", "Fraud"},
		{"🚀", "🚀Fraud", "🚀 🚀Fraud", "🚀Fraud"},
	} {
		if got := DisplayName(test.icon, test.name); got != test.display {
			t.Errorf("display of %+v: %q", test, got)
		}
		if got := PlainName(test.icon, test.name); got != test.plain {
			t.Errorf("plain name of %+v: %q", test, got)
		}
	}
	if got := (Workspace{Icon: Some("🚀"), Name: Some("Fraud")}).Display(); got != "🚀 Fraud" {
		t.Errorf("display of a workspace: %q", got)
	}
}
