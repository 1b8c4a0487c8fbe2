package policy_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// resets are the requests that reset what was spent.
func resets(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		if strings.HasSuffix(one.Path, "/reset") {
			all = append(all, one.Path)
		}
	}
	return all
}

// A change of reset_usage_trigger resets all values that have spent anything, once, after
// all else was written.
func TestUsage_resetTrigger(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, usageAddress, budget(home.ID, "reset_usage_trigger", "at the start"))
	if got := resets(env); len(got) > 0 {
		t.Errorf("a create resets %q", got)
	}
	id := only(t, env, emulator.UsagePolicies).ID
	spend := func() {
		for i, user := range []string{"dana", "kim", "lee"} {
			env.API.Spend(id, user, float64(50*i))
		}
		env.API.ResetRequests()
	}
	spend()
	m.Apply(budget(home.ID, "reset_usage_trigger", "2027-01", "credit_limit", 200))
	if got := sent(env); len(got) != 3 || got[0] != `PUT {"credit_limit":200}` || len(resets(env)) != 2 {
		t.Errorf("sent %q", got)
	}
	if got := env.API.Spent(id); got["dana"]+got["kim"]+got["lee"] != 0 {
		t.Errorf("spent: %v", got)
	}
	spend()
	for _, trigger := range []any{"2027-01", nil} { // as it is, and removed
		m.Apply(budget(home.ID, "reset_usage_trigger", trigger, "credit_limit", 200))
		m.WantNoDrift(budget(home.ID, "reset_usage_trigger", trigger, "credit_limit", 200))
	}
	if got := sent(env); len(got) > 0 {
		t.Errorf("sent %q", got)
	}

	// What fails is asked for again by the next apply, and nothing is reset twice.
	stop := env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: "/policies/usage-limits/*/entities/*/reset", Status: http.StatusForbidden, After: 1})
	config := budget(home.ID, "reset_usage_trigger", "2027-02", "credit_limit", 300)
	diags := m.Driver.Apply(m.Plan(config))
	harness.WantError(t, diags, "reset_usage_trigger", "Cannot reset usage of usage limits policy", "the usage of 1 values was reset", "policies.update", "the next apply")
	m.WantState(attrs{"credit_limit": 300.0, "reset_usage_trigger": nil})
	stop()
	env.API.ResetRequests()
	m.Apply(config)
	if got := resets(env); len(got) != 1 || env.API.Spent(id)["lee"] != 0 {
		t.Errorf("reset %q, spent %v", got, env.API.Spent(id))
	}
	m.WantNoDrift(config)
}

func TestEntities(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	id := env.API.Add(emulator.UsagePolicies, home.ID, attrs{"name": "Per user", "credit_limit": 10})
	d := env.Driver(t)
	const data = "portkey_usage_limits_policy_entities"
	read := func(more ...any) []string {
		t.Helper()
		got, diags := d.Data(data, laid(attrs{"policy_id": id}, more...))
		harness.NoErrors(t, diags)
		all := []string{}
		for _, one := range got["entities"].([]any) {
			e := one.(map[string]any)
			all = append(all, fmt.Sprint(e["value_key"], " ", e["current_usage"], " ", e["status"], " ", e["is_exhausted_alerts_sent"], " ", e["last_used_at"] != nil))
		}
		return all
	}
	if got := read(); len(got) > 0 {
		t.Errorf("got %q", got)
	}
	env.API.Spend(id, "dana", 2.5)
	env.API.Spend(id, "kim", 10)
	dana, kim := "dana 2.5 active false true", "kim 10 exhausted true true"
	if got := read(); !slices.Equal(got, []string{dana, kim}) {
		t.Errorf("got %q", got)
	}
	if got := read("status", "exhausted"); !slices.Equal(got, []string{kim}) {
		t.Errorf("got %q", got)
	}
	_, diags := d.Data(data, attrs{"policy_id": "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"})
	harness.WantError(t, diags, "", "Cannot find usage limits policy", "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32")
	_, diags = d.Data(data, attrs{"policy_id": id, "status": "empty"})
	harness.WantError(t, diags, "status", "`exhausted`")
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/policies/usage-limits/*/entities", Status: http.StatusForbidden})
	_, diags = d.Data(data, attrs{"policy_id": id})
	harness.WantError(t, diags, "", "Cannot list entities of a usage limits policy", "policies.read")
}
