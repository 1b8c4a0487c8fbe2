package workspace_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What somebody else changed since the plan is not overwritten: the plan did not
// show it. The next plan does.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := create(t, env, everything())
				config := merged(everything(), edit.ours)
				p := m.Plan(config)
				m.edit(edit.theirs)
				env.API.ResetRequests()

				harness.WantError(t, m.Driver.Apply(p), edit.blamed, "Cannot update workspace", "Nothing was written", "changed "+edit.blamed, "Plan again")
				harness.WantUntouched(t, env, true)
				m.WantState(everything())
				if diff := cmp.Diff(edit.foreign, edit.look(m.onServer())); diff != "" {
					t.Errorf("the edit on the server: want - got +:\n%s", diff)
				}

				wantChanges(t, m.Apply(config), true, edit.name)
				m.WantState(config)
				m.WantNoDrift(config)
			})
		})
	}
}

// An edit of what this update does not write is none of its business: it stays,
// and the next plan shows it. So is one that did what the update is about to do.
func TestResource_foreignEditElsewhere(t *testing.T) {
	t.Parallel()
	for i, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				written := edits[(i+2)%len(edits)] // not the other half of the name
				m := create(t, env, everything())
				config := merged(everything(), written.ours)
				p := m.Plan(config)
				m.edit(edit.theirs)
				harness.NoErrors(t, m.Driver.Apply(p))
				m.WantState(config)
				if diff := cmp.Diff(edit.foreign, edit.look(m.onServer())); diff != "" {
					t.Errorf("the edit on the server: want - got +:\n%s", diff)
				}
				wantChanges(t, m.Plan(config), true, edit.name)
			})
			m := create(t, harness.Start(t), everything())
			config := merged(everything(), edit.ours)
			p := m.Plan(config)
			m.edit(edit.ours)
			harness.NoErrors(t, m.Driver.Apply(p))
			m.WantState(config)
			m.WantNoDrift(config)
		})
	}
}

// Times that are cut to the second, as those on record are, do not hide an edit
// in the second of the last change; nor does an answer that tells no time.
func TestResource_foreignEditAtTheSameTime(t *testing.T) {
	t.Parallel()
	for _, edit := range edits {
		config := merged(everything(), edit.ours)
		t.Run(edit.name+", in the same second", func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithClock(func() time.Time { return noon }))
			m := create(t, env, everything())
			p := m.Plan(config)
			m.edit(edit.theirs)
			m.wantRefused(t, p, edit.blamed)
			m.Apply(config)
			m.WantNoDrift(config)
		})
		t.Run(edit.name+", at no time", func(t *testing.T) {
			t.Parallel()
			m := create(t, harness.Start(t), everything())
			p := m.Plan(config)
			m.edit(edit.theirs)
			untimed := m.answer()
			delete(untimed, "last_updated_at")
			m.answers(asJSON(t, untimed))
			m.wantRefused(t, p, edit.blamed)
		})
	}
}

// An edit that an update left alone is not in the state, so a later one that
// plans without a refresh does not take it for known.
func TestResource_foreignEditIsNotForgotten(t *testing.T) {
	t.Parallel()
	for i, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			m := create(t, harness.Start(t), everything())
			config := merged(everything(), edits[(i+2)%len(edits)].ours)
			p := m.Plan(config)
			m.edit(edit.theirs)
			harness.NoErrors(t, m.Driver.Apply(p))

			wantNotForgotten(t, m, merged(config, edit.ours), edit.blamed)
		})
	}
}

// wantNotForgotten wants an update that was planned without a refresh to be refused
// for an edit of the attribute blamed.
func wantNotForgotten(t *testing.T, m *managed, config attrs, blamed string) {
	t.Helper()
	m.wantRefused(t, m.Plan(config, harness.WithoutRefresh), blamed)
}

// wantRefused wants an apply to be refused for somebody else's edit.
func (m *managed) wantRefused(t *testing.T, p *harness.Plan, blamed string) {
	t.Helper()
	m.Env.API.ResetRequests()
	harness.WantError(t, m.Driver.Apply(p), blamed, "Cannot update workspace", "Nothing was written", "changed "+blamed)
	harness.WantUntouched(t, m.Env, true)
}

// Nor is one that comes between the update and the read that follows it.
func TestResource_foreignEditBeforeTheReadBack(t *testing.T) {
	t.Parallel()
	for i, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			m := create(t, harness.Start(t), everything())
			m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, When: emulator.After, Times: 1, Hook: func(*http.Request) { m.edit(edit.theirs) }})
			config := merged(everything(), edits[(i+2)%len(edits)].ours)
			m.Apply(config)

			wantNotForgotten(t, m, merged(config, edit.ours), edit.blamed)
		})
	}
}

// A live read that lags behind the state is no foreign edit.
func TestResource_staleReadIsNoForeignEdit(t *testing.T) {
	t.Parallel()
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := create(t, env, everything())
				env.API.Advance(2 * time.Hour)
				m.Apply(merged(everything(), edit.ours))
				env.API.SetStale(time.Hour)
				if edit.blamed == "defaults" && m.answer()["last_updated_at"] != nil {
					return // TestResource_staleDefaults
				}
				m.Apply(everything(), harness.WithoutRefresh)
				wantRequests(t, env, http.MethodPut, 1)
				env.API.SetStale(0)
				m.WantNoDrift(everything())
			})
		})
	}
}
