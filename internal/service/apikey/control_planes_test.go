package apikey_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A control plane that does not change a usage limit in one request gets it cleared and
// set again, once the other changes are written.
func TestResource_limitsInParts(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{RigidLimits: true}))
	budget := func(kind string) []any {
		return []any{attrs{"type": kind, "credit_limit": 100, "periodic_reset": "never"}}
	}
	m := env.Create(t, address, in(home.ID, "usage_limits", budget("cost")))
	env.API.Advance(time.Minute)
	config := in(home.ID, "usage_limits", budget("tokens"), "description", "Live", "reset_usage_trigger", "april", "rotate_trigger", "march")
	p := m.Plan(config)
	env.API.ResetRequests()
	diags := m.Driver.Apply(p)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "usage_limits", "Usage limits were cleared and set again", "this API key")
	m.WantPuts(
		`{"description": "Live", "usage_limits": {"type": "tokens", "credit_limit": 100}, "reset_usage": true}`,
		`{"description": "Live", "reset_usage": true}`,
		`{"usage_limits": {"type": "tokens", "credit_limit": 100}}`,
		`{"usage_limits": null}`,
		`{"usage_limits": {"type": "tokens", "credit_limit": 100}}`)
	m.WantState(config)
	m.WantState(attrs{"key_version": 2})
	m.WantNoDrift(config)
}

// Limits that are rejected leave the other changes in the state, and nothing is rotated.
func TestResource_limitsRejected(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{RigidLimits: true}))
	m := env.Create(t, address, in(home.ID, "usage_limits", []any{attrs{"type": "cost", "credit_limit": 100}}))
	secret := secretOf(m)
	env.API.Fail(emulator.Fault{Method: "PUT", Status: 400, After: 2})
	env.API.Advance(time.Minute)
	p := m.Plan(in(home.ID, "usage_limits", []any{attrs{"type": "tokens", "credit_limit": 100}}, "description", "Live", "rotate_trigger", "march"))
	harness.WantError(t, m.Driver.Apply(p), "", "Cannot update API key", "400 AB01", "The changes of other attributes were written")
	m.WantState(in(home.ID, "usage_limits", []any{attrs{"type": "cost", "credit_limit": 100}}, "description", "Live"))
	m.WantState(attrs{"rotate_trigger": nil, "key": secret, "key_version": 1})
	wantLive(t, env, secret)
}

// A control plane that null does not clear a description on is sent "", and where that
// does not clear it either, the next plan is empty and a warning says so.
func TestResource_descriptionKept(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		answers  emulator.Answers
		retained bool
	}{
		"blank clears":   {emulator.Answers{NullKeeps: true, BlankClears: true}, false},
		"nothing clears": {emulator.Answers{NullKeeps: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t, emulator.WithAnswers(one.answers))
			m := env.Create(t, address, in(home.ID, "description", "Live"))
			env.API.Advance(time.Minute)
			p := m.Plan(in(home.ID))
			env.API.ResetRequests()
			diags := m.Driver.Apply(p)
			harness.NoErrors(t, diags)
			m.WantPuts(`{"description": null}`, `{"description": ""}`)
			if one.retained {
				harness.WantOne(t, diags, "description", "Description was not cleared", `"Live"`)
			} else if len(diags) > 0 {
				t.Errorf("warns of\n%s", diags)
			}
			m.WantState(attrs{"description": nil})
			m.WantNoDrift(in(home.ID))
		})
	}
}
