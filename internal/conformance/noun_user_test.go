package conformance

import (
	"net/http"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func userNoun() noun {
	const path = "/admin/users"
	return noun{
		object:     emulator.Users,
		path:       path,
		scopes:     "organisation_users",
		name:       "email",
		spell:      addressOf,
		config:     config{"email": addressOf("Production"), "role": "admin", "remove_on_destroy": true},
		edited:     config{"role": "member"},
		foreign:    config{"role": "auditor"}, // of a later version
		fixed:      []string{"remove_on_destroy"},
		wholeItems: true,
		kept:       config{"remove_on_destroy": gone},
		join: func(api *emulator.Server, name string) string {
			id := api.Add(emulator.Users, "", config{"email": addressOf(name)})
			api.Advance(time.Hour) // nobody is adopted in the second in which they join
			return id
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.Users) {
				if one.Fields["role"] != "owner" {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		importRef: func(_ *emulator.Server, idOrName string) string { return idOrName },
		data: map[string]reading{
			"one by id": {"portkey_user", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many":      {"portkey_users", func(string) config { return config{} }, target{http.MethodGet, path, 0, false}},
		},
		list: config{},
	}
}
