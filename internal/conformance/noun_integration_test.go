package conformance

import (
	"encoding/json"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func integrationNoun() noun {
	const path = "/integrations"
	azure := func(resource string) string {
		return `{"azure_auth_mode":"default","azure_foundry_url":"https://` + resource + `.example.com"}`
	}
	return noun{
		object: emulator.Integrations,
		path:   path,
		scopes: "organisation_integrations",
		config: config{"name": "Production", "ai_provider_id": "azure-ai", "configurations": azure("a")},
		full: config{
			"name": "Production", "ai_provider_id": "azure-ai", "configurations": azure("a"),
			"description": "Models", "tags": config{"team": "search"}, "pricing_adjustments": `{"multiplier":{"default":0.5}}`,
		},
		edited: config{
			"description": "The models of Azure", "configurations": azure("b"), "tags": config{"team": "fraud"},
			"pricing_adjustments": `{"multiplier":{"default":0.9}}`,
		},
		foreign: config{
			"description": "Theirs", "configurations": azure("theirs"), "tags": config{"team": "theirs"},
			"pricing_adjustments": `{"multiplier":{"default":1.5}}`,
		},
		fixed:     []string{"ai_provider_id"},
		needed:    []string{"configurations"},
		duplicate: config{"slug": "production-2"},
		wire: func(fields config) config {
			for _, name := range []string{"configurations", "pricing_adjustments"} {
				if text, ok := fields[name].(string); ok {
					fields[name] = json.RawMessage(text)
				}
			}
			return fields
		},
		data: map[string]reading{
			"one":  {"portkey_integration", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many": {"portkey_integrations", func(string) config { return nil }, target{http.MethodGet, path, 0, false}},
		},
		list: config{},
	}
}
