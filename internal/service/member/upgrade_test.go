package member_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{ // %[1]s is the workspace, %[2]s the user
		"the most":  `{"id": "%[1]s/%[2]s", "workspace_id": "%[1]s", "user_id": "%[2]s", "role": "manager", "created_at": "2026-06-01T10:00:00Z", "later": 1}`,
		"no time":   `{"id": "%[2]s", "workspace_id": "%[1]s", "user_id": "%[2]s", "role": "manager", "created_at": "0001-01-01T00:00:00Z"}`,
		"the least": `{"id": "%[2]s", "workspace_id": "%[1]s", "user_id": "%[2]s", "role": "manager"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, grace := start(t)
			env.API.Add(emulator.Members, home.ID, attrs{"id": grace, "role": "manager"})
			config := in(home, "user_id", grace, "role", "manager")
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(state, home.ID, grace), config)
			if upgraded["id"] != home.ID+"/"+grace || name == "the most" && upgraded["created_at"] != "2026-06-01T10:00:00Z" {
				t.Errorf("upgraded to %v", upgraded)
			}
			m.Refresh()
			m.WantState(attrs{"email": "grace@example.com", "status": "active", "org_role": "member", "role": "manager"})
			if m.Driver.Identity(address)["id"] != m.Driver.State(address)["id"] {
				t.Errorf("the identity is %v", m.Driver.Identity(address))
			}
			m.Apply(in(home, "email", "grace@example.com"))
			m.WantPuts(`{"role": "member"}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	for name, state := range map[string]string{
		"no user": `{"id": "a/b", "workspace_id": "a"}`, "no workspace": `{"id": "a/b", "user_id": "b"}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home, "user_id", grace), "Cannot upgrade workspace member", "import the workspace member again")
		})
	}
	harness.WantUntouched(t, env, true)
}
