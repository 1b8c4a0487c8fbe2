package promptcollection_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{
		"the least":   `{"id": "%[1]s", "name": "Refunds", "workspace_id": "%[3]s"}`,
		"by its slug": `{"id": "%[2]s", "name": "Refunds", "workspace_id": "%[3]s"}`,
		"the most": `{"id": "%[1]s", "slug": "%[2]s", "name": "Refunds", "workspace_id": "%[3]s", "parent_collection_id": "", "is_default": false, "status": "active",
			"created_at": "2026-06-01T10:00:00Z", "last_updated_at": "2026-06-02T10:00:00Z", "of_a_later_version": [1]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			env.API.Add(emulator.Collections, home.ID, attrs{"name": "Refunds"})
			made := own(env)[0]
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(state, made.ID, made.Slug, home.ID), in(home.ID))
			m.WantState(attrs{"slug": made.Slug, "workspace_id": home.ID, "is_default": false, "status": "active"})
			m.Apply(in(home.ID, "name", "Returns"))
			m.WantPuts(`{"name": "Returns"}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]string{"no id": `{"name": "Refunds"}`, "a value of another type": `{"id": "a", "name": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade prompt collection", "import the prompt collection again")
		})
	}
}
