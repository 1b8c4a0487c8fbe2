package apikey

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	home   = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	config = "5d0a7b1c-3e2f-4a6b-8c9d-0e1f2a3b4c5d"
	slug   = "pc-fallba-1a2b3c"
)

// The laws hold for a service's key, however the API clears and replaces, and for a
// user's key, of which it fills in what is unset.
func TestLaws(t *testing.T) {
	t.Parallel()
	const longLife = 40 * 365 * 24 * time.Hour
	lenient := map[string][]string{ // a date that the server fills in, and what it fills in of a user's key
		portkey.WorkspaceService:    {"usage_limits", "rotation_policy"},
		portkey.OrganisationService: {"usage_limits", "rotation_policy"},
		portkey.WorkspaceUser:       {"usage_limits", "rotation_policy", "defaults", "expires_at"},
	}
	for name, test := range map[string]struct {
		kind    string
		answers emulator.Answers
	}{
		"as assumed":         {portkey.WorkspaceService, emulator.Answers{}},
		"as documented":      {portkey.WorkspaceService, emulator.Answers{WholeDefaults: true, RotationDates: true, Bookkeeping: true, Floats: true}},
		"of an organisation": {portkey.OrganisationService, emulator.Answers{Milliseconds: true}},
		"of a user":          {portkey.WorkspaceUser, emulator.Answers{InheritedConfig: true, MaxTTL: longLife, EnforcedRotationDays: 30}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := map[string]string{
				portkey.WorkspaceService: "/api-keys/workspace/service", portkey.OrganisationService: "/api-keys/organisation/service",
				portkey.WorkspaceUser: "/api-keys/workspace/user",
			}[test.kind]
			var user string
			laws.Of[model, portkey.APIKey, portkey.APIKeyUpdate]{
				Path: "/api-keys", CreatePath: path,
				ID:      func(answer portkey.APIKey) string { return answer.ID.Or("") },
				Answers: test.answers,
				Lenient: lenient[test.kind],
				Prepare: func(api *emulator.Server) {
					api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
					api.Add(emulator.Configs, home, map[string]any{"id": config, "slug": slug, "name": "Fallback"})
					api.EditWorkspace(home, map[string]any{"defaults": map[string]any{"user_api_key_config": config}})
					user = api.Add(emulator.Users, "", map[string]any{"email": "ada@example.com", "role": "owner"})
				},
				Draw: func(t *rapid.T) model { return drawModel(t, test.kind, test.answers) },
				Plan: func(m model) model {
					m.EffectiveMetadata = tfkit.TextMap(m.own().Metadata)
					m.RotationPolicy = m.RotationPolicy.allowed(test.answers.RotationDates)
					if test.kind != portkey.OrganisationService {
						m.WorkspaceID = types.StringValue(home)
					}
					if test.kind == portkey.WorkspaceUser {
						m.UserID = &user
					}
					return m.resolve(func(ref string) string {
						if ref == slug {
							return config
						}
						return ref
					})
				},
				Create:  func(m model) any { return m.create(m.WorkspaceID.ValueString(), time.Now()) },
				Differs: model.differs,
				Observe: func(m model, answer portkey.APIKey) model {
					if !answer.RotationPolicy.IsPresent() { // as the client completes a read
						answer.RotationPolicy = portkey.Null[portkey.RotationPolicy]()
					}
					return m.observe(answer, types.MapNull(types.StringType), time.Now())
				},
				Changes: func(m, state model, live portkey.APIKey) []portkey.APIKeyUpdate {
					return m.changes(state, live, time.Now())
				},
			}.Hold(t)
		})
	}
}

// drawModel draws from few values, so that two models often differ in little.
func drawModel(t *rapid.T, kind string, answers emulator.Answers) model {
	m := model{attributes: attributes{
		Type:        &kind,
		Name:        laws.One(t, "name", "Fraud detection", "Support"),
		Description: laws.Maybe(t, "description", "", "Scores payments"),
		Scopes:      *laws.One(t, "scopes", []string{"logs.list"}, []string{"logs.list", "prompts.list"}, []string{"prompts.list", "logs.list"}),
		AlertEmails: *laws.One(t, "alert_emails", nil, []string{}, []string{"ada@example.com"}, []string{"grace@example.com", "ada@example.com"}),
		ExpiresAt:   laws.Maybe(t, "expires_at", "", "2060-01-31T15:04:05+02:00", "2060-01-31t13:04:05z", "2061-01-31T00:00:00Z"),
	}}
	if laws.Maybe(t, "defaults", true) != nil {
		m.Defaults = &defaults{
			Metadata:            *laws.One(t, "metadata", nil, map[string]string{}, map[string]string{"team": "payments"}, map[string]string{"team": "support", "env": ""}),
			ConfigID:            laws.Maybe(t, "config_id", "", config, slug),
			AllowConfigOverride: laws.Maybe(t, "allow_config_override", true, false),
		}
	}
	if answers.EnforcedRotationDays == 0 {
		m.RotationPolicy = laws.Maybe(t, "rotation_policy", drawPolicy(t, answers.RotationDates))
	}
	if laws.Maybe(t, "usage_limits", true) != nil {
		m.UsageLimits = rapid.SliceOfN(rapid.Custom(drawUsageLimit), 0, 1).Draw(t, "usage limits")
	}
	if laws.Maybe(t, "rate_limits", true) != nil {
		m.RateLimits = rapid.SliceOfN(rapid.Custom(drawRateLimit), 0, 2).Draw(t, "rate limits")
	}
	return m
}

func drawPolicy(t *rapid.T, dates bool) rotationPolicy {
	policy := rotationPolicy{
		KeyTransitionPeriodMS: *laws.One(t, "transition", types.NumberNull(), amount(portkey.MinKeyTransition), amount(3_600_000)),
	}
	switch *laws.One(t, "rotation", "weekly", "monthly", "days", "date") {
	case "weekly":
		policy.RotationPeriod = new("weekly")
	case "monthly":
		policy.RotationPeriod = new("monthly")
	case "days":
		policy.RotationPeriodDays = *laws.One(t, "days", amount(7), amount(30))
	}
	policy.NextRotationAt = laws.Maybe(t, "next_rotation_at", "", "2060-02-01T12:00:00Z", "2060-03-01T00:00:00Z")
	return *policy.allowed(dates)
}

// allowed is the policy without what its validator refuses, and without a date beside a
// period unless that is accepted.
func (p *rotationPolicy) allowed(dates bool) *rotationPolicy {
	if p == nil {
		return nil
	}
	allowed := *p
	if tfkit.Text(p.RotationPeriod) != "" {
		allowed.RotationPeriodDays = types.NumberNull()
	}
	switch {
	case p.isPeriodic() && !dates:
		allowed.NextRotationAt = nil
	case !p.isPeriodic() && tfkit.Text(p.NextRotationAt) == "":
		allowed.NextRotationAt = new("2060-02-01T12:00:00Z")
	}
	return &allowed
}

func amount(n float64) types.Number { return tfkit.Number(&n) }

func drawUsageLimit(t *rapid.T) limits.UsageLimit {
	return limits.UsageLimit{
		Type:             laws.One(t, "type", "cost", "tokens"),
		CreditLimit:      *laws.One(t, "credit_limit", amount(100), amount(200)),
		AlertThreshold:   *laws.One(t, "alert_threshold", types.NumberNull(), amount(80)),
		PeriodicReset:    laws.Maybe(t, "periodic_reset", "monthly", "never"),
		NextUsageResetAt: laws.Maybe(t, "next_usage_reset_at", "2098-01-31T15:04:05+02:00", "2098-01-31t15:04:05z"),
	}
}

func drawRateLimit(t *rapid.T) limits.RateLimit {
	return limits.RateLimit{
		Type:  laws.One(t, "type", "requests", "tokens"),
		Unit:  laws.One(t, "unit", "rpm", "rpd"),
		Value: *laws.One(t, "value", amount(60), amount(600)),
	}
}

// What differs has another digest.
func TestDigest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawModel(t, portkey.WorkspaceService, emulator.Answers{}), drawModel(t, portkey.WorkspaceService, emulator.Answers{})
		a.MaskedKey, b.MaskedKey = types.StringValue("ab*****cde"), types.StringValue(*laws.One(t, "masked_key", "ab*****cde", "ab*****xyz"))
		if changes := a.differs(b); len(changes) > 0 && a.digest() == b.digest() {
			t.Fatalf("%q differ, and the digests are the same", changes)
		}
	})
}
