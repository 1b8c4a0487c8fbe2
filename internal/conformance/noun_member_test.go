package conformance

import (
	"net/http"
	"path"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func memberNoun() noun {
	inHome := config{"workspace_id": home}
	listed := target{http.MethodGet, "/admin/workspaces/" + home + "/users", 0, false}
	return noun{
		directory: "member",
		object:    emulator.Members,
		path:      listed.path,
		scopes:    "workspace_users",
		name:      "email",
		unique:    true,
		spell:     addressOf,
		config:    laid(inHome, config{"email": addressOf("Production"), "role": "member"}),
		edited:    config{"role": "manager"},
		foreign:   config{"role": "admin"},
		fromList:  true, wholeItems: true,
		quiet: true,
		around: func(api *emulator.Server) {
			for _, name := range []string{
				"Production", "Production 0", "Production 1", "Production 2", "Production 3", "Staging", "By slug", "Renamed",
			} {
				api.Add(emulator.Users, "", config{"email": addressOf(name)})
			}
		},
		live: func(api *emulator.Server) (ids []string) {
			owners := map[string]bool{}
			for _, user := range api.All(emulator.Users) {
				owners[user.ID] = user.Fields["role"] == "owner"
			}
			for _, one := range api.All(emulator.Members) {
				if one.WorkspaceID == home && !owners[one.ID] {
					ids = append(ids, home+"/"+one.ID)
				}
			}
			return ids
		},
		add:  func(api *emulator.Server) string { return joins(api, "Staging") },
		twin: func(api *emulator.Server) string { return joins(api, "Production") },
		importRef: func(_ *emulator.Server, idOrName string) string {
			if strings.Contains(idOrName, "/") {
				return idOrName
			}
			return home + "/" + idOrName
		},
		data: map[string]reading{
			"one by id": {"portkey_workspace_member", func(id string) config { return laid(inHome, config{"user_id": path.Base(id)}) }, listed},
			"many":      {"portkey_workspace_members", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}

// addressOf is the e-mail address of somebody of a name.
func addressOf(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", "-")) + "@example.com"
}

// joins makes somebody a member of home, as a person would.
func joins(api *emulator.Server, name string) (id string) {
	for _, user := range api.All(emulator.Users) {
		if user.Fields["email"] == addressOf(name) {
			return api.Add(emulator.Members, home, config{"id": user.ID, "role": "member"})
		}
	}
	panic("nobody is called " + name)
}
