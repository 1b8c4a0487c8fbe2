package promptpartial_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A state of the vendor's provider comes over without a write, also one that lacks the
// workspace, which the plan then only adds.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{
		"the least": `{"id": "%[1]s", "name": "Rules", "content": "Be kind", "workspace_id": "%[3]s"}`,
		"the most": `{"id": "%[1]s", "slug": "%[2]s", "name": "Rules", "content": "Be kind", "workspace_id": "%[3]s", "version": 1, "version_description": null,
			"prompt_partial_version_id": "a-version", "status": "active", "created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "of_a_later_version": [1]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := start(t)
			env.API.Add(emulator.Partials, home, attrs{"name": "Rules", "string": "Be kind"})
			made := only(t, env)
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(state, made.ID, made.Slug, home), with())
			m.WantState(attrs{"slug": made.Slug, "workspace_id": home, "version": 1, "latest_version": 1})
			if got := m.Driver.Identity(address)["workspace_id"]; got != home {
				t.Errorf("the identity has the workspace %v", got)
			}
			m.Apply(with("content", "Be brief"))
			m.WantPuts(`{"string": "Be brief"}`, `{"version": 2}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env := start(t)
	for name, state := range map[string]string{"no id": `{"name": "Rules"}`, "a value of another type": `{"id": "a", "content": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, with(), "Cannot upgrade prompt partial", "import the prompt partial again")
		})
	}
}
