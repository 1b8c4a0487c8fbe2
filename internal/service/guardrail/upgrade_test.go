package guardrail_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write: the JSON of
// checks and actions becomes attributes.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	// As jsonencode writes it: the state keeps the spelling of the parameters.
	const checks, actions = `[{"id":"default.contains","parameters":{"operator":"none","words":["secret"]}}]`, `{"deny":true}`
	for name, c := range map[string]struct {
		state string // %[1]s is the id, %[2]s the slug, %[3]s the workspace, %[4]q the checks, %[5]q the actions
		own   bool
	}{
		"the least":   {state: `{"id": "%[1]s", "name": "No secrets", "workspace_id": "%[3]s", "checks": %[4]q, "actions": %[5]q}`},
		"by its slug": {state: `{"id": "%[2]s", "slug": "%[2]s", "name": "No secrets", "workspace_id": "%[3]s", "checks": %[4]q, "actions": %[5]q, "version_id": ""}`},
		"the most": {state: `{"id": "%[1]s", "slug": "%[2]s", "name": "No secrets", "workspace_id": "%[3]s", "checks": %[4]q, "actions": %[5]q, "status": "active",
			"version_id": "a-version", "created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "of_a_later_version": [1]}`},
		"the organisation's": {own: true, state: `{"id": "%[1]s", "slug": "%[2]s", "name": "No secrets", "workspace_id": null, "checks": %[4]q, "actions": %[5]q}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			config, in := in(home.ID), home.ID
			if c.own {
				config, in = own(), ""
			}
			env.API.Add(emulator.Guardrails, in, attrs{
				"name": "No secrets", "actions": attrs{"deny": true},
				"checks": []any{attrs{"id": "default.contains", "parameters": attrs{"operator": "none", "words": []string{"secret"}}}},
			})
			made := only(t, env)
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(c.state+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s%.0[5]s", made.ID, made.Slug, home.ID, checks, actions), config)
			m.WantState(attrs{"slug": made.Slug, "scope": config["scope"], "checks": config["checks"], "status": "active"})
			m.Apply(laid(config, "name", "Renamed"))
			m.WantPuts(`{"name": "Renamed"}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]string{"no id": `{"name": "No secrets"}`, "a value of another type": `{"id": "a", "checks": []}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade guardrail", "import the guardrail again")
		})
	}
	harness.WantUntouched(t, env, true)
}
