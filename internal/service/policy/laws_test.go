package policy

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"

// hold holds a kind of policies to the laws, however the API shows what is unset, and
// values and numbers.
func hold[M policy[M]](t *testing.T, path string, draw func(*rapid.T) M, plan func(M) M, create func(M) any, lenient ...string) {
	t.Helper()
	for name, answers := range map[string]emulator.Answers{
		"as recorded": {}, "as lists and floats": {ListedValues: true, Floats: true, Unset: emulator.UnsetEmpty},
		"unset in turn": {Unset: emulator.UnsetInTurn, Milliseconds: true},
	} {
		answers.PolicyDescriptions = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[M, portkey.Policy, portkey.PolicyUpdate]{
				Path:    path,
				ID:      func(answer portkey.Policy) string { return answer.ID.Or("") },
				Answers: answers,
				Prepare: func(api *emulator.Server) { api.AddWorkspace(map[string]any{"id": home, "name": "Home"}) },
				Draw:    draw,
				Plan:    plan,
				Create:  create,
				Differs: M.differs,
				Lenient: lenient,
				Observe: func(m M, answer portkey.Policy) M { return m.observe(answer, time.Now()) },
				Changes: func(m, state M, live portkey.Policy) []portkey.PolicyUpdate {
					return m.changes(state, state.observe(live, time.Now()), live, time.Now())
				},
			}.Hold(t)
		})
	}
}

func TestLaws_usage(t *testing.T) {
	t.Parallel()
	// The description of a create is sent by a PUT of its own.
	create := func(m usageModel) any {
		return struct {
			portkey.PolicyCreate
			Description string `json:"description,omitempty"`
		}{m.create(home, time.Now()), m.described()}
	}
	hold(t, "/policies/usage-limits", drawUsage, onePeriod, create, "next_usage_reset_at", "description")
}

func TestLaws_rate(t *testing.T) {
	t.Parallel()
	hold(t, "/policies/rate-limits", drawRate, nil, func(m rateModel) any { return m.create(home, time.Now()) })
}

// onePeriod is a model with one of the attributes that say when usage is reset.
func onePeriod(m usageModel) usageModel {
	if tfkit.Text(m.PeriodicReset) != "" {
		m.PeriodicResetDays = types.NumberNull()
	}
	return m
}

func drawCommon(t *rapid.T) common {
	c := common{
		WorkspaceID: types.StringValue(home), Name: laws.One(t, "name", "Per user", "Per user (strict)"),
		Type: new("tokens"), GroupBy: []string{"metadata.user", "model"},
	}
	for _, key := range []string{"model", "metadata.team", "api_key"} {
		if key != "model" && !rapid.Bool().Draw(t, key) {
			continue
		}
		one := condition{Key: &key, Values: drawSet(t, "values of "+key)}
		if len(one.Values) == 0 {
			one.Values = []string{"*"}
		}
		if rapid.Bool().Draw(t, key+" excludes") {
			one.Excludes = drawSet(t, "exceptions of "+key)
		}
		c.Conditions = append(c.Conditions, one)
	}
	return c
}

// drawSet draws a set, which may be empty, in an order of its own.
func drawSet(t *rapid.T, label string) []string {
	all := []string{"gpt-4o", "o3", "*", "claude"}
	return append([]string{}, rapid.Permutation(all).Draw(t, label)[:rapid.IntRange(0, 3).Draw(t, label+", how many")]...)
}

func drawNumber(t *rapid.T, label string, least, most float64) types.Number {
	n := rapid.Float64Range(least, most).Draw(t, label)
	return tfkit.Number(&n)
}

func drawUsage(t *rapid.T) usageModel {
	m := usageModel{}.sharing(drawCommon(t))
	m.Description = laws.Maybe(t, "description", "", "Of the fraud team", "Of the fraud team\n", "Of the search team")
	m.CreditLimit = drawNumber(t, "budget", 100, 900)
	if rapid.Bool().Draw(t, "alerts") {
		m.AlertThreshold = drawNumber(t, "threshold", 0, 99)
	}
	switch rapid.IntRange(0, 3).Draw(t, "resets") {
	case 0:
		m.PeriodicReset = laws.Maybe(t, "period", "", "weekly", "monthly")
	case 1:
		m.PeriodicResetDays = tfkit.Number(new(float64(rapid.IntRange(1, 365).Draw(t, "days"))))
	case 2:
		m.PeriodicReset = laws.One(t, "period", "weekly", "monthly")
		m.NextUsageResetAt = laws.One(t, "date", "2060-01-31T15:04:05+02:00", "2060-01-31T00:00:00Z", "2061-01-31T00:00:00Z")
	}
	return m
}

func drawRate(t *rapid.T) rateModel {
	m := rateModel{}.sharing(drawCommon(t))
	m.Unit, m.Target = laws.One(t, "unit", "rpm", "rph", "rpd", "rpw"), new("llm")
	m.Value = tfkit.Number(new(float64(rapid.IntRange(0, 9).Draw(t, "value"))))
	return m
}
