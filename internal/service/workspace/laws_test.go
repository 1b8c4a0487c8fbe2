package workspace

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

func TestLaws(t *testing.T) {
	t.Parallel()
	laws.Of[model, portkey.Workspace, portkey.WorkspaceUpdate]{
		Path:    "/admin/workspaces",
		ID:      func(answer portkey.Workspace) string { return answer.ID },
		Draw:    drawModel,
		Plan:    func(m model) model { m.EffectiveMetadata = tfkit.TextMap(m.own()); return m },
		Create:  func(m model) any { return m.create(time.Now()) },
		Differs: model.differs,
		Lenient: []string{"usage_limits", "rate_limits"}, // types, units and dates
		Observe: func(m model, answer portkey.Workspace) model {
			return m.observe(answer, types.MapNull(types.StringType), time.Now())
		},
		Changes: func(m, state model, live portkey.Workspace) []portkey.WorkspaceUpdate {
			return m.changes(state, live, time.Now())
		},
	}.Hold(t)
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
