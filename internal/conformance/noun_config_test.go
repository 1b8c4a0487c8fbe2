package conformance

import (
	"encoding/json"
	"maps"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func configNoun() noun {
	return noun{
		config: config{"workspace_id": home, "name": "Production", "config": route("a")},
		path:   "/configs",
		scopes: "configs",
		live: func(api *emulator.Server) []string {
			var ids []string
			for _, one := range api.All(emulator.Configs) {
				ids = append(ids, one.ID)
			}
			return ids
		},
		remove: func(api *emulator.Server, id string) { api.Drop(emulator.Configs, id) },
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(emulator.Configs) {
				if one.ID == idOrName {
					return one.Slug
				}
			}
			return home + "/" + idOrName
		},
		edited:    config{"config": route("b")},
		foreign:   config{"config": route("c")},
		duplicate: config{"allow_duplicate_name": true},
		add: func(api *emulator.Server) string {
			api.Add(emulator.Configs, home, config{"name": "Staging", "config": config{"retry": config{"attempts": 3}}})
			all := api.All(emulator.Configs)
			return all[len(all)-1].ID
		},
		edit: func(api *emulator.Server, id string, fields config) {
			fields = maps.Clone(fields)
			delete(fields, "workspace_id") // where it is can't be changed
			if text, ok := fields["config"].(string); ok {
				fields["config"] = json.RawMessage(text)
			}
			api.Edit(emulator.Configs, id, fields)
		},
		derived: []string{"version_id", "version_created_at"},
		data: map[string]reading{
			"one by slug": {"portkey_config", func(id string) config { return config{"id": id} }, target{http.MethodGet, "/configs/*", 0, false}},
			"many":        {"portkey_configs", func(string) config { return config{"workspace_id": home} }, target{http.MethodGet, "/configs", 0, false}},
			"versions":    {"portkey_config_versions", func(id string) config { return config{"config_id": id} }, target{http.MethodGet, "/configs/*/versions", 0, false}},
		},
		list: config{"workspace_id": home},
	}
}

// route is a config that routes to a model, spelled as the API spells it: another
// spelling is a change in a plan, if not on the wire.
func route(model string) string {
	return `{"strategy":{"mode":"single"},"targets":[{"override_params":{"model":"` + model + `"},"provider":"@openai"}]}`
}
