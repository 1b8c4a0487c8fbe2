package conformance

import (
	"encoding/json"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func configNoun() noun {
	return noun{
		tier:      archetype,
		object:    emulator.Configs,
		path:      "/configs",
		scopes:    "configs",
		config:    config{"workspace_id": home, "name": "Production", "config": route("a")},
		edited:    config{"config": route("b")},
		foreign:   config{"config": route("c")},
		duplicate: config{"allow_duplicate_name": true},
		wire: func(fields config) config {
			if text, ok := fields["config"].(string); ok {
				fields["config"] = json.RawMessage(text)
			}
			return fields
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
