package conformance

import (
	"net/http"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func inviteNoun() noun {
	const path = "/admin/users/invites"
	list := target{http.MethodGet, path, 0, false}
	full := config{"email": "production@example.com", "role": "member", "workspaces": []config{{"workspace_id": home, "role": "member"}}}
	return noun{
		directory: "invite",
		object:    emulator.Invites,
		path:      path,
		scopes:    "organisation_users",
		config:    config{"email": "production@example.com", "role": "member"},
		full:      full,
		name:      "email",
		spell: func(name string) string {
			return strings.ReplaceAll(strings.ToLower(name), " ", "-") + "@example.com"
		},
		immutable: true,
		unique:    true,
		remains:   true, // as cancelled
		fixed:     []string{"email", "role", "api_key_scopes", "workspaces.workspace_id", "workspaces.role"},
		changes:   map[string][2]config{"spelling": {full, laid(full, config{"email": "Production@Example.com"})}},
		around:    func(api *emulator.Server) { api.AddWorkspace(config{"id": home, "name": "Home"}) },
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.Invites) {
				if one.Fields["status"] == "pending" {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		add: func(api *emulator.Server) string {
			return api.Add(emulator.Invites, "", config{"email": "staging@example.com"})
		},
		edit: func(api *emulator.Server, id string, attributes config) {
			api.Edit(emulator.Invites, id, config{"email": attributes["email"], "workspaces": []config{{"id": home, "role": "member"}}})
		},
		importRef: func(_ *emulator.Server, idOrName string) string { return idOrName },
		data: map[string]reading{
			"all":       {"portkey_user_invites", func(string) config { return nil }, list},
			"pending":   {"portkey_user_invites", func(string) config { return config{"status": "pending"} }, list},
			"by email":  {"portkey_user_invites", func(string) config { return config{"email": "production@example.com"} }, list},
			"of a role": {"portkey_user_invites", func(string) config { return config{"role": "member"} }, list},
		},
		list:       config{},
		wholeItems: true,
	}
}
