package workspace

import (
	"slices"
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

// The laws hold whatever clears a description, and whether usage limits are replaced or
// merged.
func TestLaws(t *testing.T) {
	t.Parallel()
	lenient := []string{"usage_limits", "rate_limits"} // types, units and dates
	for name, test := range map[string]struct {
		answers emulator.Answers
		lenient []string
		draw    func(t *rapid.T) model
	}{
		"as assumed":                {emulator.Answers{}, lenient, drawModel},
		"descriptions go with null": {emulator.Answers{Description: emulator.ClearedByNull}, lenient, drawModel},
		"descriptions are retained": {emulator.Answers{Description: emulator.NeverCleared}, slices.Concat(lenient, []string{"description"}), drawModel},
		"one usage limit is merged": {emulator.Answers{MergedLimits: true, OneUsageLimit: true}, lenient, drawOneLimit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.Workspace, portkey.WorkspaceUpdate]{
				Path:    "/admin/workspaces",
				ID:      func(answer portkey.Workspace) string { return answer.ID },
				Answers: test.answers,
				Draw:    test.draw,
				Plan:    func(m model) model { m.EffectiveMetadata = tfkit.TextMap(m.own()); return m },
				Create:  func(m model) any { return m.create(time.Now()) },
				Differs: model.differs,
				Lenient: test.lenient,
				Observe: func(m model, answer portkey.Workspace) model {
					return m.observe(answer, types.MapNull(types.StringType), time.Now())
				},
				Changes: func(m, state model, live portkey.Workspace) []portkey.WorkspaceUpdate {
					return m.changes(state, live, time.Now())
				},
				Settle: settle,
			}.Hold(t)
		})
	}
}

// settle is what an update does with a description that is still there.
func settle(m, state model, answer portkey.Workspace) (model, []portkey.WorkspaceUpdate) {
	text := answer.Description.Or("")
	switch {
	case !m.differs(state).Has("description"):
		m.Retained = state.Retained
	case tfkit.Text(m.Description) != "" || text == "":
		m.Retained = ""
	case m.Retained != text:
		m.Retained = text
		return m, []portkey.WorkspaceUpdate{{Description: portkey.Null[string]()}}
	}
	return m, nil
}

// drawOneLimit draws at most one usage limit, with a type, since what is merged keeps
// one that is left out.
func drawOneLimit(t *rapid.T) model {
	m := drawModel(t)
	m.UsageLimits = m.UsageLimits[:min(len(m.UsageLimits), 1)]
	for i := range m.UsageLimits {
		m.UsageLimits[i].Type = laws.One(t, "type", "cost", "tokens")
	}
	return m
}

// drawModel draws from few values, so that two models often differ in little.
func drawModel(t *rapid.T) model {
	m := model{attributes: attributes{
		Name:        laws.One(t, "name", "Support", "🚀 Support", "Payments EU"),
		Description: laws.Maybe(t, "description", "", "Scores payments"),
		Icon:        laws.Maybe(t, "icon", "", "🚀", "🎯"),
		Defaults:    laws.Maybe(t, "defaults", defaults{}, defaults{map[string]string{}}, defaults{map[string]string{"team": "payments"}}),
	}}
	if laws.Maybe(t, "usage_limits", true) != nil {
		m.UsageLimits = rapid.SliceOfN(rapid.Custom(drawUsageLimit), 0, 2).Draw(t, "usage limits")
	}
	if laws.Maybe(t, "rate_limits", true) != nil {
		m.RateLimits = rapid.SliceOfN(rapid.Custom(drawRateLimit), 0, 2).Draw(t, "rate limits")
	}
	return m
}

func amount(n float64) types.Number { return tfkit.Number(&n) }

func drawUsageLimit(t *rapid.T) limits.UsageLimit {
	return limits.UsageLimit{
		Type:             laws.Maybe(t, "type", "", "cost"),
		CreditLimit:      *laws.One(t, "credit_limit", amount(100), amount(200)),
		AlertThreshold:   *laws.One(t, "alert_threshold", types.NumberNull(), amount(80)),
		PeriodicReset:    laws.Maybe(t, "periodic_reset", "monthly", "never"),
		NextUsageResetAt: laws.Maybe(t, "next_usage_reset_at", "2098-01-31T15:04:05+02:00", "2098-01-31t15:04:05z"),
	}
}

func drawRateLimit(t *rapid.T) limits.RateLimit {
	return limits.RateLimit{
		Type:  laws.Maybe(t, "type", "", "requests", "tokens"),
		Unit:  laws.Maybe(t, "unit", "", "rpm"),
		Value: *laws.One(t, "value", amount(60), amount(600)),
	}
}
