package workspace_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// tellings are the ways in which answers are known to tell limits. All but the
// last two tell unset ones too.
var tellings = []struct {
	name    string
	answers emulator.Answers
}{
	{"as recorded", emulator.Answers{}},
	{"unset as empty", emulator.Answers{Unset: emulator.UnsetEmpty}},
	{"unset as bookkeeping", emulator.Answers{Bookkeeping: true}},
	{"numbers as floats", emulator.Answers{Floats: true}},
	{"unset as absent", emulator.Answers{Unset: emulator.UnsetAbsent}},
	{"unset in turn", emulator.Answers{Unset: emulator.UnsetInTurn, Floats: true}},
}

// What somebody does to the limits in the UI shows as that, in the order that
// the state has, and an apply puts it right with one request.
func TestResource_limitsDrift(t *testing.T) {
	t.Parallel()
	cost, tokens := budget("cost", 100), budget("tokens", 500, "alert_threshold", 400, "periodic_reset", "weekly")
	minute, day := allowance("rpm", 60), allowance("rpd", 5000)
	for _, test := range []struct {
		name      string
		attribute string
		config    attrs
		edit      []any
		seen      []any
	}{
		{"a budget raised", "usage_limits", budgets(cost, tokens), []any{merged(cost, attrs{"credit_limit": 900}), tokens}, []any{merged(cost, attrs{"credit_limit": 900}), tokens}},
		{"a budget raised and the order changed", "usage_limits", budgets(cost, tokens), []any{tokens, merged(cost, attrs{"credit_limit": 900})}, []any{merged(cost, attrs{"credit_limit": 900}), tokens}},
		{"a threshold moved", "usage_limits", budgets(cost, tokens), []any{cost, merged(tokens, attrs{"alert_threshold": 450})}, []any{cost, merged(tokens, attrs{"alert_threshold": 450})}},
		{"a threshold added", "usage_limits", budgets(cost, tokens), []any{merged(cost, attrs{"alert_threshold": 90}), tokens}, []any{merged(cost, attrs{"alert_threshold": 90}), tokens}},
		{"a period added", "usage_limits", budgets(cost, tokens), []any{merged(cost, attrs{"periodic_reset_days": 3}), tokens}, []any{tokens, merged(cost, attrs{"periodic_reset_days": 3})}},
		{"a budget added in front", "usage_limits", budgets(cost, tokens), []any{budget("requests", 3), cost, tokens}, []any{cost, tokens, budget("requests", 3)}},
		{"a budget removed", "usage_limits", budgets(cost, tokens), []any{tokens}, []any{tokens}},
		{"every budget removed", "usage_limits", budgets(cost, tokens), nil, nil},
		{"a budget where there is none", "usage_limits", attrs{"name": "Production"}, []any{cost}, []any{cost}},
		{"a budget where the list is empty", "usage_limits", budgets(), []any{cost}, []any{cost}},
		{"a rate raised", "rate_limits", rates(minute, day), []any{day, allowance("rpm", 90)}, []any{allowance("rpm", 90), day}},
		{"a rate removed", "rate_limits", rates(minute, day), []any{day}, []any{day}},
		{"a rate added", "rate_limits", rates(minute), []any{day, minute}, []any{minute, day}},
		{"every rate removed", "rate_limits", rates(minute), nil, nil},
		{"a rate where there is none", "rate_limits", attrs{"name": "Production"}, []any{minute}, []any{minute}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, telling := range tellings[:len(tellings)-2] {
				env := harness.Start(t, emulator.WithAnswers(telling.answers))
				m := create(t, env, test.config)
				m.WantNoDrift(test.config)
				m.edit(attrs{test.attribute: test.edit})
				m.Refresh()
				m.WantState(attrs{test.attribute: test.seen})
				wantChanges(t, m.Apply(test.config), true, test.attribute)
				wantRequests(t, env, "PUT", 1)
				m.WantNoDrift(test.config)
				if t.Failed() {
					t.Fatalf("the answers tell %s", telling.name)
				}
			}
		})
	}
}

// An answer that lacks the type or the unit of a limit, as the documentation's
// does, says nothing about it.
func TestResource_limitsUntold(t *testing.T) {
	t.Parallel()
	env := harness.Start(t, emulator.WithShape(emulator.ShapeDocumented))
	config := merged(
		budgets(budget("cost", 100, "periodic_reset", "monthly"), budget("tokens", 500, "periodic_reset", "monthly")),
		rates(allowance("rpm", 60), allowance("rpd", 5000)))
	m := create(t, env, config)
	m.WantNoDrift(config)

	m.edit(attrs{
		"usage_limits": []any{budget("tokens", 500, "periodic_reset", "monthly"), budget("cost", 900, "periodic_reset", "monthly")},
		"rate_limits":  []any{allowance("rpd", 5000), allowance("rpm", 90)},
	})
	m.Refresh()
	m.WantState(merged(
		budgets(budget("cost", 900, "periodic_reset", "monthly"), budget("tokens", 500, "periodic_reset", "monthly")),
		rates(allowance("rpm", 90), allowance("rpd", 5000))))
	wantChanges(t, m.Apply(config), true, "usage_limits", "rate_limits")
	for _, limit := range append(m.onServer().UsageLimits, m.onServer().RateLimits...) {
		if limit["type"] == nil {
			t.Errorf("the server lost the type of %v", limit)
		}
	}
	m.WantNoDrift(config)
}

// What a limit leaves out stays left out in the state, whatever the server adds.
func TestResource_limitsSpelling(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]attrs{
		"left out": {"type": "cost", "credit_limit": 10},
		"empty":    {"type": "cost", "credit_limit": 10, "periodic_reset": "", "periodic_reset_days": 30, "next_usage_reset_at": ""},
		"no type":  {"type": nil, "credit_limit": 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, telling := range tellings {
				m := create(t, harness.Start(t, emulator.WithAnswers(telling.answers)), budgets(limit))
				m.WantState(budgets(limit))
				m.WantNoDrift(budgets(limit))
				m.WantNoDrift(budgets(limit))
				if t.Failed() {
					t.Fatalf("the answers tell %s", telling.name)
				}
			}
		})
	}
}
