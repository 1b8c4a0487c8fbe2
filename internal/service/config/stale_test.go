package config_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A run's own write is never taken for somebody else's edit, nor a stale answer for
// what is there already, although updates follow each other within a second, reads lag
// behind them, and times are whole seconds.
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
					home := env.API.AddWorkspace(attrs{"name": "Production"})
					m := env.Create(t, address, in(home.ID, "config", `{"retry":{"attempts":1}}`))
					env.API.Advance(time.Hour)
					env.API.SetStale(lag)
					for _, attempts := range []int{2, 1, 3} { // the second is what stale answers show
						begun := time.Now()
						config := in(home.ID, "config", fmt.Sprintf(`{"retry":{"attempts":%d}}`, attempts))
						m.Apply(config, options...)
						m.WantPuts(fmt.Sprintf(`{"config": {"retry":{"attempts":%d}}}`, attempts))
						m.WantState(config)
						env.API.Advance(max(0, apart-time.Since(begun)))
					}
					config := in(home.ID, "config", `{"retry":{"attempts":3}}`)
					m.WantNoDrift(config)

					env.API.Advance(lag)
					p := m.Plan(config)
					if p.Action != harness.NoOp {
						t.Errorf("plans %s: %v", p.Action, p.After)
					}
				})
			})
		}
	}
}

// An edit by somebody else in the second of a write is found.
func TestResource_foreignEditInTheSecondOfAWrite(t *testing.T) {
	t.Parallel()
	noon := time.Date(2027, time.March, 10, 12, 0, 0, 0, time.UTC)
	env, home := start(t, emulator.WithClock(func() time.Time { return noon }))
	m := env.Create(t, address, in(home.ID))
	m.Apply(in(home.ID, "name", "Ours"))
	env.API.Edit(emulator.Configs, only(t, env).ID, attrs{"name": "Theirs"})
	m.Env.API.ResetRequests()
	p := m.Plan(in(home.ID, "name", "Later"), harness.WithoutRefresh)
	harness.WantError(t, m.Driver.Apply(p), "name", "Cannot update config", "Nothing was written", "changed name")
	harness.WantUntouched(t, env, true)
	if p := m.Plan(in(home.ID, "name", "Ours")); p.Before["name"] != "Theirs" || p.Action != harness.Update {
		t.Errorf("the refresh finds %v and plans %s", p.Before["name"], p.Action)
	}
}
