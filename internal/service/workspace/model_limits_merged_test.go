package workspace_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

var (
	merging = emulator.Answers{MergedLimits: true, OneUsageLimit: true}
	rigid   = emulator.Answers{MergedLimits: true, RigidLimits: true, OneUsageLimit: true}
	// nullless replaces limits, and refuses null in them.
	nullless = emulator.Answers{RigidLimits: true}
)

const cleared = `{"usage_limits": null}`

// What is removed from a usage limit is removed on a control plane that replaces limits,
// on one that merges them, and on one that also refuses null in them.
func TestResource_limitFieldRemoved(t *testing.T) {
	t.Parallel()
	with := func(fields ...any) attrs { return budgets(budget("cost", 100, fields...)) }
	bare := `{"usage_limits": [{"type": "cost", "credit_limit": 100}]}`
	for name, test := range map[string]struct {
		before, after attrs
		// sent has null, omitting has not; needed is whether what is omitted stays on a
		// control plane that merges.
		sent, omitting string
		needed         bool
	}{
		"the alert": {
			with("alert_threshold", 80), with(),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "alert_threshold": null}]}`, bare, true,
		},
		"the period": {
			with("periodic_reset", "monthly"), with(),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": null, "next_usage_reset_at": null}]}`, bare, true,
		},
		"the period, in words": {
			with("periodic_reset", "monthly"), with("periodic_reset", "never"),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": null, "next_usage_reset_at": null}]}`, bare, true,
		},
		"the days": {
			with("periodic_reset_days", 30), with(),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset_days": null, "next_usage_reset_at": null}]}`, bare, true,
		},
		"the date": {
			with("periodic_reset", "monthly", "next_usage_reset_at", "2098-01-31T00:00:00Z"), with("periodic_reset", "monthly"),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly", "next_usage_reset_at": null}]}`,
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}]}`, false,
		},
		"the period for another": {
			with("periodic_reset", "monthly"), with("periodic_reset", "weekly"),
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": "weekly", "next_usage_reset_at": null}]}`,
			`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": "weekly"}]}`, false,
		},
	} {
		for kind, answers := range map[string]emulator.Answers{"replacing": {}, "merging": merging, "rigid": rigid, "without null": nullless} {
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				m := create(t, harness.Start(t, emulator.WithAnswers(answers)), test.before)
				switch {
				case kind == "rigid" && test.needed:
					m.applyWarned(test.after, "usage_limits", "cleared and set again", "count from zero")
					m.WantPuts(test.sent, test.omitting, cleared, test.omitting)
				case answers.RigidLimits:
					m.later()
					m.Apply(test.after)
					m.WantPuts(test.sent, test.omitting)
				default:
					m.Apply(test.after)
					m.WantPuts(test.sent)
				}
				m.WantState(test.after)
				m.WantNoDrift(test.after)
			})
		}
	}
}

// From weekly to days, a control plane that merges would have both, which it refuses.
func TestResource_limitPeriodForDays(t *testing.T) {
	t.Parallel()
	before, after := budgets(budget("cost", 100, "periodic_reset", "weekly")), budgets(budget("cost", 100, "periodic_reset_days", 7))
	for _, answers := range []emulator.Answers{{}, merging} {
		m := create(t, harness.Start(t, emulator.WithAnswers(answers)), before)
		m.Apply(after)
		m.WantNoDrift(after)
		m.Apply(before)
		m.WantNoDrift(before)
	}
}

// Another type is written at once where that is accepted, and by clearing the limit
// where it is not. The other changes are written first.
func TestResource_limitRetyped(t *testing.T) {
	t.Parallel()
	before := budgets(budget("cost", 100, "alert_threshold", 80))
	after := merged(budgets(budget("tokens", 5000)), attrs{"description": "Customer traffic"})
	sent := `{"description": "Customer traffic", "usage_limits": [{"type": "tokens", "credit_limit": 5000, "alert_threshold": null}]}`
	omitting := `{"usage_limits": [{"type": "tokens", "credit_limit": 5000}]}`
	for _, answers := range []emulator.Answers{{}, merging} {
		m := create(t, harness.Start(t, emulator.WithAnswers(answers)), before)
		m.Apply(after)
		m.WantPuts(sent)
		m.WantState(after)
		m.WantNoDrift(after)
	}
	for _, answers := range []emulator.Answers{rigid, nullless} {
		m := create(t, harness.Start(t, emulator.WithAnswers(answers)), before)
		m.applyWarned(after, "usage_limits", "cleared and set again")
		m.WantPuts(sent, `{"description": "Customer traffic"}`, omitting, cleared, omitting)
		m.WantState(after)
		m.WantNoDrift(after)
	}
}

// A limit is not cleared for a value that is refused anyway.
func TestResource_limitNotClearedInVain(t *testing.T) {
	t.Parallel()
	before := budgets(budget("cost", 100, "alert_threshold", 80))
	for name, after := range map[string]attrs{
		"a field removed":   budgets(merged(budget("cost", 1), attrs{"credit_limit": 1.5})),
		"another attribute": merged(budgets(budget("tokens", 100)), attrs{"rate_limits": []any{allowance("rps", 1)}}),
	} {
		m := create(t, harness.Start(t, emulator.WithAnswers(rigid)), before)
		p := m.Plan(after)
		m.Env.API.ResetRequests()
		harness.WantError(t, m.Driver.Apply(p), map[string]string{"a field removed": "usage_limits", "another attribute": "rate_limits"}[name], "400")
		for _, body := range m.Env.API.Bodies(http.MethodPut, "") {
			if body == cleared || body == `{"usage_limits":null}` {
				t.Errorf("%s: the limits were cleared", name)
			}
		}
		m.WantState(before)
		m.WantNoDrift(before)
	}
}

// Setting what was cleared is repeated until it holds.
func TestResource_limitSetAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"failing":    {Status: http.StatusServiceUnavailable, Times: 7},
		"refused":    {Status: http.StatusBadRequest, Times: 2},
		"unanswered": {Reset: true, When: emulator.After, Times: 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := budgets(budget("tokens", 5000))
			m := create(t, harness.Start(t, emulator.WithAnswers(rigid)), budgets(budget("cost", 100)))
			fault.Method, fault.Path, fault.After = http.MethodPut, onePattern, 3 // as sent, omitting, clearing
			m.Env.API.Fail(fault)
			m.applyWarned(after, "usage_limits", "cleared and set again")
			m.WantState(after)
			m.WantNoDrift(after)
		})
	}
}

// Where what was cleared can't be set, the error says how the workspace is left, and the
// state has it so.
func TestResource_limitLeftCleared(t *testing.T) {
	t.Parallel()
	before, after := budgets(budget("cost", 100)), merged(budgets(budget("tokens", 5000)), attrs{"description": "Customer traffic"})
	fails := func(m *managed, fault emulator.Fault, words ...string) (end func()) {
		p := m.Plan(after)
		fault.Method, fault.Path, fault.After = http.MethodPut, onePattern, 4 // and the description
		end = m.Env.API.Fail(fault)
		harness.WantError(t, m.Driver.Apply(p), "usage_limits", append(words, "Cannot update workspace", "other attributes were written")...)
		return end
	}
	left := merged(after, attrs{"usage_limits": nil})
	for status, has := range map[int]string{http.StatusBadRequest: "has", http.StatusServiceUnavailable: "may have"} {
		m := create(t, harness.Start(t, emulator.WithAnswers(rigid)), before)
		end := fails(m, emulator.Fault{Status: status}, has+" no usage limit now", "Apply again")
		m.WantState(left)
		end()
		m.WantNoDrift(left)
		m.Apply(after)
		m.WantNoDrift(after)
	}

	m := create(t, harness.Start(t, emulator.WithAnswers(rigid)), before)
	fails(m, emulator.Fault{Status: http.StatusBadRequest, Times: 3}, "those from before were set again")
	restored := merged(before, attrs{"description": "Customer traffic"})
	m.WantState(restored)
	m.WantNoDrift(restored)
}

// Of two usage limits, a control plane that accepts one refuses both.
func TestResource_limitSecond(t *testing.T) {
	t.Parallel()
	one, two := budget("cost", 100), budget("tokens", 5000)
	words := []string{"2 usage limits", "keep one of them", "400"}
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{OneUsageLimit: true}))
	m := &managed{env.Manage(t, address)}
	harness.WantError(t, m.Driver.Apply(m.Plan(budgets(one, two))), "usage_limits", append(words, "Cannot create workspace", "Nothing was created")...)
	m.Apply(budgets(one))
	harness.WantError(t, m.Driver.Apply(m.Plan(budgets(one, two))), "usage_limits", append(words, "Cannot update workspace", "Nothing was changed")...)
	m.WantState(budgets(one))
	m.WantNoDrift(budgets(one))

	p := m.Plan(merged(budgets(one, two), attrs{"description": "Customer traffic"}))
	env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: http.StatusBadRequest,
		Body: `{"success":false,"data":{"errorCode":"AB01","message":"Too long","error_details":{"param":"description"}}}`})
	harness.WantError(t, m.Driver.Apply(p), "description", "Too long")
}
