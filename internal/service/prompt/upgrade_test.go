package prompt_test

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
		state    string // %[1]s is the id, %[2]s the slug, %[3]s the collection, %[4]q the parameters
		config   attrs
		upgraded attrs // what is known before a refresh
	}{
		"the least":   {`{"id": "%[1]s", "name": "Refund", "collection_id": "%[3]s", "template": "Refund {{amount}}?", "model": "gpt-4o", "virtual_key": "openai", "parameters": %[4]q}`, nil, attrs{"slug": nil, "version": nil}},
		"by its slug": {`{"id": "%[2]s", "name": "Refund", "collection_id": "%[3]s", "template": "Refund {{amount}}?", "model": "gpt-4o", "virtual_key": "openai", "parameters": %[4]q}`, nil, nil},
		"the most": {
			`{"id": "%[1]s", "slug": "%[2]s", "name": "Refund", "collection_id": "%[3]s", "template": "Refund {{amount}}?", "model": "gpt-4o", "virtual_key": "openai",
				"parameters": %[4]q, "version_description": "First", "prompt_version": 1, "prompt_version_id": "a-version", "prompt_version_status": "active", "status": "active",
				"created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "of_a_later_version": [1]}`,
			attrs{"version_description": "First"},
			attrs{"version_id": "a-version", "status": "active", "created_at": "2026-06-01T10:00:00Z", "last_updated_at": "2026-06-02T10:00:00Z", "parameters": `{"temperature":1}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			in := env.API.Held(emulator.Collections, home.ID)[1].ID
			env.API.Add(emulator.Prompts, home.ID, attrs{"name": "Refund", "collection_id": in, "string": template, "virtual_key": "openai", "parameters": attrs{"temperature": 1}})
			made, config := only(t, env), with("collection_id", in, "parameters", `{"temperature":1}`)
			for attribute, value := range c.config {
				config[attribute] = value
			}
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(c.state, made.ID, made.Slug, in, `{"model":"gpt-4o","temperature":1}`), config)
			for attribute, want := range c.upgraded {
				if got := upgraded[attribute]; !cmp.Equal(got, want) {
					t.Errorf("%s is %#v, want %#v", attribute, got, want)
				}
			}
			m.WantState(attrs{"slug": made.Slug, "workspace_id": home.ID, "version": 1, "status": "active"})
			config["template"] = "Bye"
			m.Apply(config)
			wantVersions(t, env, 2, 2)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	for name, state := range map[string]string{
		"no id": `{"name": "Refund"}`, "an empty id": `{"id": ""}`, "a value of another type": `{"id": "a", "parameters": {}}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, with(), "Cannot upgrade prompt", "import the prompt again")
		})
	}
	harness.WantUntouched(t, env, true)
}
