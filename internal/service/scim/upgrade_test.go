package scim_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state  string // %[1]s is the id, %[2]s the workspace, %[3]s the group
		config func(home emulator.Workspace, group string) attrs
	}{
		"by name": {
			`{"id": "%[1]s", "workspace_id": "%[2]s", "role": "manager", "scim_group": "Platform", "scim_group_id": "%[3]s", "scim_group_name": "Platform"}`,
			func(home emulator.Workspace, _ string) attrs { return maps(home.ID) },
		},
		"by id": {
			`{"id": "%[1]s", "workspace_id": "%[2]s", "role": "manager", "scim_group": "Platform", "scim_group_id": "%[3]s", "scim_group_name": null, "of_a_later_version": [1]}`,
			func(home emulator.Workspace, group string) attrs { return byID(home.ID, group) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			id := env.API.Add(emulator.SCIMMappings, home.ID, attrs{"scim_group_name": "Platform", "role": "manager"})
			group := only(t, env).Fields["scim_group_id"].(string)
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(c.state, id, home.ID, group), c.config(home, group))
			m.WantState(attrs{"id": id, "scim_group": "Platform", "scim_group_id": group})
			if m.Driver.Identity(address)["id"] != id {
				t.Errorf("the identity is %v", m.Driver.Identity(address))
			}
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]string{"no id": `{"role": "member"}`, "a value of another type": `{"id": "a", "role": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, maps(home.ID), "Cannot upgrade SCIM workspace mapping", "import the SCIM workspace mapping again")
		})
	}
	harness.WantUntouched(t, env, true)
}
