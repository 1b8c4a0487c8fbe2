package workspace_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// retaining is a workspace that was created with a description, on a control plane
// that clears one in this way only.
func retaining(t *testing.T, how emulator.Clearing) *managed {
	t.Helper()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Description: how}))
	m := create(t, env, attrs{"name": "Production", "description": "Customer traffic"})
	m.later()
	return m
}

// later lets time pass, so that the next write is at another second.
func (m *managed) later() { m.Env.API.Advance(2 * time.Second) }

// applyWarned applies a configuration that warns, once, at an attribute, and maybe at
// others.
func (m *managed) applyWarned(config attrs, at string, words ...string) {
	m.T.Helper()
	m.later()
	p := m.Plan(config)
	m.Env.API.ResetRequests()
	diags := slices.DeleteFunc(m.Driver.Apply(p), func(one harness.Diagnostic) bool { return one.Warning && one.Attribute != at })
	wantWarning(m.T, diags, at, words...)
}

// A description is cleared in the form that the control plane takes.
func TestResource_descriptionCleared(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		how  emulator.Clearing
		puts []string
	}{
		"by an empty one": {emulator.ClearedByBlank, []string{`{"description": ""}`}},
		"by null":         {emulator.ClearedByNull, []string{`{"description": ""}`, `{"description": null}`}},
	} {
		for _, nothing := range []any{nil, ""} {
			t.Run(fmt.Sprintf("%s to %v", name, nothing), func(t *testing.T) {
				t.Parallel()
				m := retaining(t, test.how)
				config := attrs{"name": "Production", "description": nothing}
				m.Apply(config)
				m.WantPuts(test.puts...)
				if got := m.onServer().Description; got != "" {
					t.Errorf("the server has %q", got)
				}
				m.WantState(config)
				m.WantNoDrift(config)
				m.later()
				m.edit(attrs{"description": "Customer traffic"})
				wantChanges(t, m.Plan(config), true, "description")
			})
		}
	}
}

// A description that nothing clears is reported once. The next plan is empty, and what
// somebody writes there later is drift.
func TestResource_descriptionRetained(t *testing.T) {
	t.Parallel()
	for _, nothing := range []any{nil, ""} {
		t.Run(fmt.Sprint(nothing), func(t *testing.T) {
			t.Parallel()
			m := retaining(t, emulator.NeverCleared)
			config := attrs{"name": "Production", "description": nothing}
			m.applyWarned(config, "description", "Description was not cleared", `"Customer traffic"`, "set another description")
			m.WantPuts(`{"description": ""}`, `{"description": null}`)
			m.WantState(config)
			m.Refresh()
			m.WantState(config)
			m.WantEmptyPlan(config)
			m.Driver = m.Env.Restart(t, m.Driver)
			m.WantEmptyPlan(config)

			renamed := merged(config, attrs{"name": "Live"})
			m.Apply(renamed)
			m.WantPuts(`{"name": "Live"}`)
			m.WantEmptyPlan(renamed)

			m.later()
			m.edit(attrs{"description": "Set in the UI"})
			wantChanges(t, m.Plan(renamed), true, "description")
			m.applyWarned(renamed, "description", `"Set in the UI"`)
			m.WantEmptyPlan(renamed)

			described := merged(renamed, attrs{"description": "Batch jobs"})
			m.Apply(described)
			m.WantPuts(`{"description": "Batch jobs"}`)
			m.WantNoDrift(described)
			m.later()
			m.later()
			m.edit(attrs{"description": "Set in the UI"})
			wantChanges(t, m.Plan(described), true, "description")
		})
	}
}

// Once the control plane shows no description, what was retained is forgotten.
func TestResource_descriptionRetainedNoMore(t *testing.T) {
	t.Parallel()
	m := retaining(t, emulator.NeverCleared)
	config := attrs{"name": "Production"}
	m.applyWarned(config, "description")
	m.edit(attrs{"description": nil})
	m.Refresh()
	m.WantEmptyPlan(config)
	m.later()
	m.edit(attrs{"description": "Customer traffic"})
	wantChanges(t, m.Plan(config), true, "description")
}

// A refused null fails nothing: the update was written.
func TestResource_descriptionNullRefused(t *testing.T) {
	t.Parallel()
	m := retaining(t, emulator.NeverCleared)
	config := attrs{"name": "Production"}
	end := m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: onePattern, After: 1, Status: http.StatusBadRequest})
	m.applyWarned(config, "description", "Description was not cleared", "400")
	end()
	m.WantState(config)
	m.WantEmptyPlan(config)
}

// A stale answer is no description that was kept: null is not tried, and nothing is
// reported.
func TestResource_descriptionNotReadBack(t *testing.T) {
	t.Parallel()
	m := retaining(t, emulator.ClearedByBlank)
	config := attrs{"name": "Production"}
	p := m.Plan(config)
	m.Env.API.ResetRequests()
	end := m.Env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: onePattern, After: 1, Status: http.StatusBadRequest})
	if diags := m.Driver.Apply(p); len(diags) > 0 {
		t.Errorf("diagnostics: %s", diags)
	}
	end()
	m.WantPuts(`{"description": ""}`)
	m.WantState(config)
	m.WantNoDrift(config)
}
