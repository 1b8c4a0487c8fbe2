package workspace_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// described is a workspace of this description.
func described(text string) attrs { return attrs{"name": "Production", "description": text} }

// A run's own write is never taken for somebody else's edit, although updates follow
// each other within a second, reads lag behind them, and times are whole seconds.
func TestResource_updatesWithinASecond(t *testing.T) {
	t.Parallel()
	const lag, apart = 1500 * time.Millisecond, 500 * time.Millisecond
	for name, options := range map[string][]harness.PlanOption{"with a refresh": nil, "without one": {harness.WithoutRefresh}} {
		for run := range 14 {
			t.Run(fmt.Sprintf("%s, %d", name, run), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					env := harness.StartInMemory(t, func(api http.Handler) http.Handler { return api })
					env.API.Advance(time.Duration(run) * time.Second / 14)
					env.API.SetLatency(10 * time.Millisecond)
					m := create(t, env, described("none"))
					env.API.Advance(time.Hour)
					env.API.SetStale(lag)
					for _, text := range []string{"one", "two", "three"} {
						begun := time.Now()
						m.Apply(described(text), options...)
						m.WantPuts(fmt.Sprintf(`{"description": %q}`, text))
						m.WantState(described(text))
						env.API.Advance(max(0, apart-time.Since(begun)))
					}
					m.WantNoDrift(described("three"))

					env.API.Advance(lag)
					m.WantNoDrift(described("three"))
					if got := m.onServer().Description; got != "three" {
						t.Errorf("the server has %q", got)
					}
				})
			})
		}
	}
}

// An edit by somebody else in the second of a write is found, by a refresh and by an
// update; of one that restores what the write replaced, once the write is older than
// any lag.
func TestResource_foreignEditInTheSecondOfAWrite(t *testing.T) {
	t.Parallel()
	written := func(t *testing.T) *managed {
		t.Helper()
		m := create(t, harness.Start(t, emulator.WithClock(func() time.Time { return noon })), described("none"))
		m.Apply(described("ours"))
		return m
	}
	wantDrift := func(t *testing.T, m *managed, text string) {
		t.Helper()
		if p := m.Plan(described("ours")); p.Before["description"] != text || p.Action != harness.Update {
			t.Errorf("the refresh finds %v and plans %s", p.Before["description"], p.Action)
		}
	}
	t.Run("another value", func(t *testing.T) {
		t.Parallel()
		m := written(t)
		m.edit(attrs{"description": "theirs"})
		wantDrift(t, m, "theirs")
		m.wantRefused(t, m.Plan(described("later"), harness.WithoutRefresh), "description")
	})
	t.Run("the value of before, a second later", func(t *testing.T) {
		t.Parallel()
		m := written(t)
		m.Env.API.Advance(time.Second)
		m.edit(attrs{"description": "none"})
		wantDrift(t, m, "none")
		m.wantRefused(t, m.Plan(described("later"), harness.WithoutRefresh), "description")
	})
	t.Run("the value of before", func(t *testing.T) {
		t.Parallel()
		m := written(t)
		m.edit(attrs{"description": "none"})
		m.WantNoDrift(described("ours"))
		m.Env.API.Advance(2 * portkey.LongestLag)
		wantDrift(t, m, "none")
	})
}

// An unknown answer from the second of a write is asked for again, three times in all.
func TestResource_answerInDoubt(t *testing.T) {
	t.Parallel()
	for wrong, reads := range map[int]int{1: 2, 2: 3, 3: 3} {
		t.Run(fmt.Sprintf("%d times", wrong), func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithClock(func() time.Time { return noon }))
			m := create(t, env, described("none"))
			m.Apply(described("ours"))
			p := m.Plan(described("later"))
			doubtful := func() {
				halfway := asJSON(t, merged(m.answer(), attrs{"description": "halfway"}))
				env.API.ResetRequests()
				env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: onePattern, Times: wrong, Body: halfway})
			}
			doubtful()
			m.Refresh()
			wantRequests(t, env, http.MethodGet, reads)
			want := "ours"
			if wrong == reads {
				want = "halfway"
			}
			m.WantState(described(want))

			doubtful()
			diags := m.Driver.Apply(p)
			if wrong == reads {
				harness.WantError(t, diags, "description", "Cannot update workspace", "changed description")
				return
			}
			harness.NoErrors(t, diags)
			m.WantPuts(`{"description": "later"}`)
		})
	}
}
