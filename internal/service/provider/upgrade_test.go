package provider_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A state of the vendor's provider comes over with an empty plan and no write, whichever
// form of the integration it has.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{
		"the least": `{"id": "%[1]s", "name": "Fraud detection", "workspace_id": "%[2]s", "integration_id": "openai"}`,
		"the most": `{"id": "%[1]s", "slug": "fraud", "name": "Fraud detection", "workspace_id": "%[2]s", "integration_id": "openai", "note": "",
			"ai_provider_id": "openai", "status": "active", "created_at": "2026-06-01T10:00:00Z", "of_a_later_version": [1]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			env.API.Add(emulator.Providers, home.ID, attrs{"name": "Fraud detection", "slug": "fraud", "integration_id": "openai"})
			made, config := only(t, env), in(home.ID)
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(state, made.ID, home.ID), config)
			m.WantState(attrs{"id": made.ID, "slug": "fraud", "workspace_id": home.ID, "ai_provider_name": "openai"})
			if got := m.Driver.Identity(address)["workspace_id"]; got != home.ID {
				t.Errorf("the identity has the workspace %v", got)
			}
			m.Apply(in(home.ID, "note", "Ours"))
			m.WantPuts(fmt.Sprintf(`{"workspace_id": %q, "note": "Ours"}`, home.ID))
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	for name, state := range map[string]string{"no id": `{"name": "Fraud"}`, "a value of another type": `{"id": "a", "note": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade provider", "import the provider again")
		})
	}
}
