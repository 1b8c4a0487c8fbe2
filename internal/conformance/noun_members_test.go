package conformance

import (
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// ada is a user of the organisation who is in no workspace.
const ada = "ada@example.com"

func membersNoun() noun {
	path := "/admin/workspaces/" + home + "/users"
	others := func(api *emulator.Server) (ids []string) { // owners are members of every workspace
		for _, one := range api.Held(emulator.Members, home) {
			if one.Fields["role"] != "admin" {
				ids = append(ids, one.ID)
			}
		}
		return ids
	}
	return noun{
		object: emulator.Members,
		path:   path,
		scopes: "workspace_users",
		config: config{"workspace_id": home, "members": config{ada: "manager"}},
		around: func(api *emulator.Server) { api.Add(emulator.Users, "", config{"email": ada}) },
		live:   others,
		remove: func(api *emulator.Server, _ string) { api.Drop(emulator.Members, home+"/"+others(api)[0]) },
		owners: map[string]func(*emulator.Server){"its workspace": func(api *emulator.Server) { api.DeleteWorkspace(home) }},
		belongs: func(api *emulator.Server) (attribute string, spelled, another any) {
			at, _ := api.Workspace(home)
			return "workspace_id", at.Slug, api.AddWorkspace(config{"name": "Another"}).Slug
		},
		contents: "members",
	}
}
