package config_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state    string // %[1]s is the id, %[2]s the slug, %[3]s the workspace, %[4]q the config
		upgraded attrs  // what is known before a refresh
	}{
		"the least":   {`{"id": "%[1]s", "name": "Fallback", "config": %[4]q}`, attrs{"slug": nil, "created_at": nil}},
		"by its slug": {`{"id": "%[2]s", "name": "Fallback", "config": %[4]q, "workspace_id": "%[3]s"}`, nil},
		"the most": {
			`{"id": "%[1]s", "slug": "%[2]s", "name": "Fallback", "config": %[4]q, "workspace_id": "%[3]s", "is_default": false, "status": "active",
				"version_id": "a-version", "created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "of_a_later_version": [1]}`,
			attrs{"version_id": "a-version", "is_default": false, "status": "active", "created_at": "2026-06-01T10:00:00Z", "last_updated_at": "2026-06-02T10:00:00Z"},
		},
		"no times": {`{"id": "%[1]s", "slug": "%[2]s", "name": "Fallback", "config": %[4]q, "workspace_id": "%[3]s", "created_at": "", "updated_at": "0001-01-01T00:00:00Z"}`,
			attrs{"created_at": nil, "last_updated_at": nil, "status": nil, "is_default": nil, "version_id": nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			env.API.Add(emulator.Configs, home.ID, attrs{"name": "Fallback", "config": attrs{"provider": "openai", "api_key": secret}})
			made, config := only(t, env), in(home.ID)
			if name == "the least" { // what the vendor's state lacks shows, and the plan does not know it yet
				delete(config, "workspace_id")
			}
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(c.state, made.ID, made.Slug, home.ID, text), config)
			for attribute, want := range c.upgraded {
				if got := upgraded[attribute]; !cmp.Equal(got, want) {
					t.Errorf("%s is %#v, want %#v", attribute, got, want)
				}
			}
			m.WantState(attrs{"slug": made.Slug, "workspace_id": home.ID, "config": text, "status": "active", "is_default": false})
			if m.Driver.Identity(address)["id"] != m.Driver.State(address)["id"] {
				t.Errorf("the identity is %v", m.Driver.Identity(address))
			}
			m.Apply(in(home.ID, "config", `{"retry":{"attempts":3}}`))
			m.WantPuts(`{"config": {"retry": {"attempts": 3}}}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]string{
		"no id": `{"name": "Fallback"}`, "an empty id": `{"id": ""}`, "a value of another type": `{"id": "a", "config": {}}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade config", "import the config again")
		})
	}
	harness.WantUntouched(t, env, true)
}
