package conformance

import (
	"fmt"
	"hash/crc32"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func scimMappingNoun() noun {
	const path = "/scim/workspaces"
	listed, inHome := target{http.MethodGet, path, 0, false}, config{"workspace_id": home}
	full := laid(inHome, config{"role": "member", "scim_group_id": groupOf("Production")})
	mapped := func(name string) func(api *emulator.Server) string {
		return func(api *emulator.Server) string {
			return api.Add(emulator.SCIMMappings, home, config{"role": "member", "scim_group_id": groupOf(name)})
		}
	}
	return noun{
		directory: "scim",
		object:    emulator.SCIMMappings,
		path:      path,
		scopes:    "scim",
		rights:    "rights of an Admin API key of an organisation with SCIM",
		name:      "scim_group_id",
		spell:     groupOf,
		config:    full,
		fixed:     []string{"role"},
		immutable: true,
		changes:   map[string][2]config{"spelling": {full, laid(full, config{"role": "Member"})}},
		fromList:  true,
		unread:    true,
		around: func(api *emulator.Server) {
			for _, name := range []string{
				"Production", "Production 0", "Production 1", "Production 2", "Production 3", "Staging", "By slug", "Renamed",
			} {
				api.Add(emulator.SCIMGroups, "", config{"id": groupOf(name), "name": name})
			}
		},
		add:  mapped("Staging"),
		twin: mapped("Production"),
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(emulator.SCIMMappings) {
				if one.ID == idOrName {
					return idOrName
				}
			}
			return home + "/" + idOrName + "/member"
		},
		data: map[string]reading{
			"many":      {"portkey_scim_workspace_mappings", func(string) config { return inHome }, listed},
			"of a role": {"portkey_scim_workspace_mappings", func(string) config { return config{"role": "member"} }, listed},
			"groups":    {"portkey_scim_groups", func(string) config { return nil }, target{http.MethodGet, "/scim/groups", 0, false}},
		},
		list: inHome,
	}
}

// groupOf is the id of a group of a name.
func groupOf(name string) string {
	return fmt.Sprintf("5c1d6000-0000-4000-8000-%012x", crc32.ChecksumIEEE([]byte(name)))
}
