package provider

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

func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	laws.Of[model, portkey.Provider, portkey.ProviderUpdate]{
		Path: "/providers",
		ID:   func(answer portkey.Provider) string { return answer.ID.Or("") + "?workspace_id=" + home },
		Prepare: func(api *emulator.Server) {
			api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
			api.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
			api.Add(emulator.IntegrationWorkspaces, home, map[string]any{"integration_id": "openai"})
		},
		Draw: drawModel,
		Plan: func(m model) model {
			m.WorkspaceID, m.IntegrationID = types.StringValue(home), types.StringValue("openai")
			return m
		},
		// The rate limits of a create are sent by a PUT of their own.
		Create: func(m model) any {
			return struct {
				portkey.ProviderCreate
				RateLimits []portkey.RateLimit `json:"rate_limits,omitempty"`
			}{m.create(home, "openai", time.Now()), limits.WireRate(m.RateLimits)}
		},
		Differs: model.differs,
		Observe: func(m model, answer portkey.Provider) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.Provider) []portkey.ProviderUpdate {
			return m.changes(home, state, live, time.Now())
		},
	}.Hold(t)
}

func drawModel(t *rapid.T) model {
	var m model
	m.Name = laws.One(t, "name", "OpenAI", "OpenAI (staging)")
	m.Note = laws.Maybe(t, "note", "", "Of the fraud team", "Of the fraud team\n", "Of the search team")
	m.ExpiresAt = laws.Maybe(t, "expires_at", "", "2060-01-31T15:04:05+02:00", "2060-01-31t13:04:05z", "2061-01-31T00:00:00Z")
	if rapid.Bool().Draw(t, "has a rate limit") {
		m.RateLimits = []limits.RateLimit{{
			Type: laws.One(t, "type", "requests", "tokens"), Unit: laws.One(t, "unit", "rpm", "rph"), Value: tfkit.Number(new(float64(rapid.IntRange(1, 9).Draw(t, "value")))),
		}}
	}
	if rapid.Bool().Draw(t, "has a budget") {
		m.UsageLimits = []limits.UsageLimit{{
			Type: laws.One(t, "of", "cost", "tokens"), CreditLimit: tfkit.Number(new(float64(rapid.IntRange(100, 900).Draw(t, "budget")))),
			PeriodicReset: laws.Maybe(t, "reset", "weekly", "monthly"),
		}}
	}
	return m
}
