package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func apiKeyNoun() noun {
	const path = "/api-keys"
	simple := config{"type": "workspace-service", "workspace_id": home, "name": "Production", "scopes": []any{"completions.write"}}
	return noun{
		directory: "apikey",
		object:    emulator.APIKeys,
		path:      path,
		creates:   path + "/workspace/service",
		scopes:    "workspace_service_api_keys",
		config:    simple,
		full:      laid(simple, config{"description": "Scores payments", "alert_emails": []any{"ada@example.com"}}),
		edited:    config{"scopes": []any{"logs.write"}, "description": "Scores refunds", "alert_emails": []any{"grace@example.com"}},
		foreign:   config{"scopes": []any{"logs.list"}, "description": "Scores everything", "alert_emails": []any{"joan@example.com"}},
		fixed:     []string{"type"},
		duplicate: config{"allow_duplicate_name": true},
		data: map[string]reading{
			"one by id": {"portkey_api_key", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many":      {"portkey_api_keys", func(string) config { return config{"workspace_id": home} }, target{http.MethodGet, path, 0, false}},
		},
		list: config{"workspace_id": home},
	}
}
