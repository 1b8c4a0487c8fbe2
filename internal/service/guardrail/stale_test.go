package guardrail_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// An edit by somebody else in the second of a write is found, and not overwritten.
func TestResource_foreignEditInTheSecondOfAWrite(t *testing.T) {
	t.Parallel()
	noon := time.Date(2027, time.March, 10, 12, 0, 0, 0, time.UTC)
	env, home := start(t, emulator.WithClock(func() time.Time { return noon }))
	m := env.Create(t, address, in(home.ID))
	m.Apply(in(home.ID, "name", "Ours"))
	env.API.Edit(emulator.Guardrails, only(t, env).ID, attrs{"actions": attrs{"deny": false}})
	env.API.ResetRequests()
	p := m.Plan(in(home.ID, "name", "Ours", "actions", attrs{"async": true, "deny": true}), harness.WithoutRefresh)
	harness.WantError(t, m.Driver.Apply(p), "actions", "Cannot update guardrail", "Nothing was written", "changed actions")
	harness.WantUntouched(t, env, true)
	if p := m.Plan(in(home.ID, "name", "Ours")); p.Action != harness.Update {
		t.Errorf("the refresh plans %s", p.Action)
	}
}
