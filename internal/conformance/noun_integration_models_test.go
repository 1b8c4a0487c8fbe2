package conformance

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const modelsPath = "/integrations/openai/models"

// tuned is what a custom model of the catalogue's gpt-4o has in any case.
var tuned = config{"integration_id": "openai", "custom": config{"base_model_slug": "gpt-4o"}}

// modelAccessNoun is a custom model: one of the catalogue always stays in the list.
func modelAccessNoun() noun {
	listed := target{http.MethodGet, modelsPath, 0, false}
	of := config{"integration_id": "openai"}
	return noun{
		directory: "integrationmodels",
		row:       true,
		removes:   http.MethodDelete,
		object:    emulator.IntegrationModels,
		path:      modelsPath,
		rights:    "organisation_integrations.update",
		name:      "model_slug",
		spell:     modelSlug,
		config:    laid(tuned, config{"model_slug": modelSlug("Production")}),
		full: laid(tuned, config{
			"model_slug": modelSlug("Production"), "enabled": true, "custom_host": "https://models.example.com/v1",
			"custom_headers": config{"x-team": "fraud-detection"}, "pricing": config{"request_token": 0.00025, "response_token": 0.001},
		}),
		edited: config{
			"custom_host": "https://models.example.com/v2", "custom_headers": config{"x-team": "fraud"},
			"pricing": config{"request_token": 0.0005, "cache_read_input_token": 0.0001},
		},
		edits: map[string]conflict{
			"custom_host": {
				ours: config{"custom_host": "https://models.example.com/v2"}, theirs: config{"custom_host": "https://models.example.com/v3"},
			},
			"custom_headers":                  {ours: config{"custom_headers": config{"x-team": "fraud"}}, theirs: config{"custom_headers": config{"x-team": "search"}}},
			"pricing.request_token":           {ours: prices("request_token", 1), theirs: prices("request_token", 2)},
			"pricing.response_token":          {ours: prices("response_token", 1), theirs: prices("response_token", 2)},
			"pricing.cache_read_input_token":  {ours: prices("cache_read_input_token", 1), theirs: prices("cache_read_input_token", 2)},
			"pricing.cache_write_input_token": {ours: prices("cache_write_input_token", 1), theirs: prices("cache_write_input_token", 2)},
		},
		// An answer may lack the configurations of a model that has none.
		unseen: []string{"custom_host removed", "custom_headers removed"},
		// Of enabled there are two values only, and an edit is one of the configuration.
		fixed:    []string{"integration_id", "custom.base_model_slug", "custom.is_finetune", "enabled"},
		fromList: true, wholeItems: true,
		around: addOpenAI,
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.IntegrationModels) {
				if one.Fields["is_custom"] == true {
					ids = append(ids, "openai/"+one.Slug)
				}
			}
			return ids
		},
		add:  func(api *emulator.Server) string { return addModel(api, "Staging") },
		twin: func(api *emulator.Server) string { return addModel(api, "Production") },
		listed: func(_ *emulator.Server, id string) string {
			_, slug, _ := strings.Cut(id, "/")
			return slug
		},
		edit: func(api *emulator.Server, id string, attributes config) {
			row := modelRow(api, id)
			api.Edit(emulator.IntegrationModels, row.ID, wireModel(row, attributes))
		},
		remove: func(api *emulator.Server, id string) { api.Drop(emulator.IntegrationModels, modelRow(api, id).ID) },
		importRef: func(_ *emulator.Server, idOrName string) string {
			if strings.Contains(idOrName, "/") {
				return idOrName
			}
			return "OpenAI/" + idOrName
		},
		owners: map[string]func(*emulator.Server){"its integration": dropOpenAI},
		data:   map[string]reading{"many": {"portkey_integration_models", func(string) config { return of }, listed}},
		list:   of,
	}
}

// modelsNoun is the models of an integration, of which one is enabled.
func modelsNoun() noun {
	return noun{
		directory: "integrationmodels",
		row:       true,
		object:    emulator.IntegrationModels,
		path:      modelsPath,
		rights:    "organisation_integrations.update",
		contents:  "models",
		config:    config{"integration_id": "openai", "models": config{"gpt-4o": config{}}},
		around:    addOpenAI,
		live: func(api *emulator.Server) (slugs []string) {
			for _, one := range api.All(emulator.IntegrationModels) {
				if one.Fields["enabled"] == true {
					slugs = append(slugs, one.Slug)
				}
			}
			return slugs
		},
		remove: func(api *emulator.Server, id string) {
			api.Edit(emulator.IntegrationModels, modelRow(api, id+"/gpt-4o").ID, config{"enabled": false})
		},
		owners: map[string]func(*emulator.Server){"its integration": dropOpenAI},
		belongs: func(api *emulator.Server) (attribute string, spelled, another any) {
			api.Add(emulator.Integrations, "", config{"name": "Another", "slug": "another", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
			return "integration_id", api.All(emulator.Integrations)[0].ID, "another"
		},
	}
}

func addOpenAI(api *emulator.Server) {
	api.Add(emulator.Integrations, "", config{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
}

func dropOpenAI(api *emulator.Server) { api.Drop(emulator.Integrations, "openai") }

// prices are those of full, but for one.
func prices(token string, price float64) config {
	return config{"pricing": laid(config{"request_token": 0.00025, "response_token": 0.001}, config{token: price})}
}

// modelSlug is the slug of the model of a team.
func modelSlug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// addModel adds a custom model as a person would.
func addModel(api *emulator.Server, name string) (id string) {
	slug := modelSlug(name)
	api.Add(emulator.IntegrationModels, "", config{"name": slug, "integration_id": "openai", "is_custom": true, "base_model_slug": "gpt-4o"})
	return "openai/" + slug
}

// modelRow is the row of an ID.
func modelRow(api *emulator.Server, id string) emulator.Object {
	_, slug, _ := strings.Cut(id, "/")
	all := api.All(emulator.IntegrationModels)
	return all[slices.IndexFunc(all, func(one emulator.Object) bool { return one.Slug == slug })]
}

// wireModel are the fields of a row for attributes, where nil clears.
func wireModel(row emulator.Object, attributes config) config {
	fields := config{}
	configurations, _ := row.Fields["configurations"].(map[string]any)
	configurations = maps.Clone(configurations)
	for name, value := range attributes {
		switch name {
		case "custom_host", "custom_headers":
			if configurations == nil {
				configurations = config{}
			}
			if configurations[name] = value; value == nil {
				delete(configurations, name)
			}
			fields["configurations"] = configurations
		case "pricing":
			if fields["pricing_config"] = value; value != nil {
				prices := config{}
				for token, price := range value.(config) {
					prices[token] = config{"price": price}
				}
				fields["pricing_config"] = config{"type": "static", "pay_as_you_go": prices}
			}
		}
	}
	if len(configurations) == 0 && fields["configurations"] != nil {
		fields["configurations"] = nil
	}
	return fields
}
