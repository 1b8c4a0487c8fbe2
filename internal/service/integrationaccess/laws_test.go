package integrationaccess

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

// written is the body of a PUT.
type written struct {
	Workspaces []portkey.IntegrationAccessWrite `json:"workspaces"`
}

func TestLaws(t *testing.T) {
	t.Parallel()
	const (
		home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
		path = "/integrations/openai/workspaces"
	)
	laws.Of[model, portkey.IntegrationAccess, written]{
		Path: path, Listed: "workspaces", PutPath: path,
		ID: func(answer portkey.IntegrationAccess) string { return answer.ID.Or("") },
		Prepare: func(api *emulator.Server) {
			api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
			api.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
		},
		Adopt: func(api *emulator.Server) string {
			api.Add(emulator.IntegrationWorkspaces, home, map[string]any{"integration_id": "openai"})
			at, _ := api.Workspace(home)
			return at.Slug
		},
		Draw: drawModel,
		Plan: func(m model) model {
			m.IntegrationID, m.WorkspaceID = types.StringValue("openai"), types.StringValue(home)
			return m
		},
		Differs: model.differs,
		Observe: func(m model, answer portkey.IntegrationAccess) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.IntegrationAccess) []written {
			now := time.Now()
			rows := m.changes(state, state.observe(live, now), home, live, now)
			if len(rows) == 0 {
				return nil
			}
			return []written{{rows}}
		},
	}.Hold(t)
}

func drawModel(t *rapid.T) model {
	var m model
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
