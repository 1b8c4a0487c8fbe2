package conformance

import (
	"encoding/json"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// promptNoun is in the workspace of its collection. What a person edits in the UI is
// published, as what Terraform writes is.
func promptNoun() noun {
	const path = "/prompts"
	const collection, ours, theirs = "3c1d2e4f-0000-4000-8000-000000000001", "3c1d2e4f-0000-4000-8000-000000000002", "3c1d2e4f-0000-4000-8000-000000000003"
	spelled := map[string]string{"template": "string", "provider_id": "virtual_key"}
	tools := func(name string) string { return `[{"function":{"name":"` + name + `"},"type":"function"}]` }
	simple := config{"name": "Production", "collection_id": collection, "template": "Hello", "model": "gpt-4o", "provider_id": "openai"}
	wire := func(fields config) config {
		for attribute, field := range spelled {
			if value, has := fields[attribute]; has {
				delete(fields, attribute)
				fields[field] = value
			}
		}
		for _, name := range []string{"parameters", "tools", "tool_choice", "functions"} {
			if text, ok := fields[name].(string); ok {
				fields[name] = json.RawMessage(text)
			}
		}
		return fields
	}
	return noun{
		object: emulator.Prompts,
		path:   path,
		scopes: "prompts",
		config: simple,
		full: laid(simple, config{
			"parameters": `{"temperature":0.5}`, "tools": tools("a"), "tool_choice": `"auto"`, "functions": `[{"name":"a"}]`,
		}),
		edited: config{
			"collection_id": ours, "template": `[{"content":"Bye","role":"user"}]`, "model": "gpt-4o-mini", "provider_id": "anthropic",
			"parameters": `{"temperature":0.9}`, "tools": tools("b"), "tool_choice": `"none"`, "functions": `[{"name":"b"}]`,
		},
		foreign: config{
			"collection_id": theirs, "template": "Theirs", "model": "theirs", "provider_id": "bedrock",
			"parameters": `{"temperature":0.1}`, "tools": tools("theirs"), "tool_choice": `"required"`, "functions": `[{"name":"theirs"}]`,
		},
		duplicate: config{"allow_duplicate_name": true},
		wire:      wire,
		around: func(api *emulator.Server) {
			api.AddWorkspace(config{"id": home, "name": "Home"})
			for _, id := range []string{collection, ours, theirs} {
				api.Add(emulator.Collections, home, config{"id": id})
			}
			for _, slug := range []string{"openai", "anthropic", "bedrock"} {
				api.Add(emulator.Providers, home, config{"slug": slug})
			}
		},
		add: func(api *emulator.Server) string {
			api.Add(emulator.Prompts, home, wire(laid(simple, config{"name": "Staging"})))
			all := api.All(emulator.Prompts)
			return all[len(all)-1].ID
		},
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(emulator.Prompts) {
				if one.ID == idOrName {
					return one.Slug
				}
			}
			return home + "/" + idOrName
		},
		derived: []string{"parameters.model", "prompt_version", "prompt_version_id", "variable_components"},
		data: map[string]reading{
			"one by slug": {"portkey_prompt", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many":        {"portkey_prompts", func(string) config { return config{"workspace_id": home} }, target{http.MethodGet, path, 0, false}},
			"versions":    {"portkey_prompt_versions", func(id string) config { return config{"prompt_id": id} }, target{http.MethodGet, path + "/*/versions", 0, false}},
		},
		list: config{"workspace_id": home},
	}
}
