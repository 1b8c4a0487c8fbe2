package invite_test

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
		state     string // %[1]s is the id, %[2]s the workspace
		workspace string
		upgraded  attrs // what is known before a refresh
	}{
		"the least": {`{"id": "%[1]s", "email": "ada@example.com", "role": "member"}`, "", attrs{"status": nil, "workspaces": nil, "api_key_scopes": nil, "created_at": nil}},
		"the most": {
			`{"id": "%[1]s", "email": "ada@example.com", "role": "member", "scopes": ["logs.view", "completions.write"], "status": "pending",
				"workspaces": [{"id": "%[2]s", "role": "manager"}], "created_at": "2026-06-01T10:00:00Z", "expires_at": "2026-06-08T10:00:00Z"}`,
			"id", attrs{"status": "pending", "created_at": "2026-06-01T10:00:00Z", "expires_at": "2026-06-08T10:00:00Z", "invite_link": nil},
		},
		"by slug, no times": {
			`{"id": "%[1]s", "email": "ada@example.com", "role": "member", "scopes": ["completions.write", "logs.view"], "status": "",
				"workspaces": [{"id": "%[2]s", "role": "manager"}], "created_at": "0001-01-01T00:00:00Z", "expires_at": "0001-01-01T00:00:00Z"}`,
			"slug", attrs{"status": nil, "created_at": nil, "expires_at": nil, "accepted_at": nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			home := env.API.AddWorkspace(attrs{"name": "Production"})
			invite, config := attrs{"email": "ada@example.com"}, to("ada@example.com")
			workspace := map[string]string{"id": home.ID, "slug": home.Slug}[c.workspace]
			if workspace != "" {
				invite["workspaces"] = []attrs{{"id": home.ID, "role": "manager"}}
				config = to("ada@example.com", "workspaces", []attrs{seat(workspace, "manager")}, "api_key_scopes", []string{"logs.view", "completions.write"})
			}
			id := env.API.Add(emulator.Invites, "", invite)
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(c.state, id, workspace), config)
			for attribute, want := range c.upgraded {
				if got := upgraded[attribute]; !cmp.Equal(got, want) {
					t.Errorf("%s is %#v, want %#v", attribute, got, want)
				}
			}
			m.WantState(attrs{"id": id, "status": "pending"})
			if m.Driver.Identity(address)["id"] != id {
				t.Errorf("the identity is %v", m.Driver.Identity(address))
			}
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for name, state := range map[string]string{"no id": `{"email": "ada@example.com"}`, "a value of another type": `{"id": "a", "scopes": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, to("ada@example.com"), "Cannot upgrade invite", "import the invite again")
		})
	}
	harness.WantUntouched(t, env, true)
}
