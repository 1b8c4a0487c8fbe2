package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// promptPartialNoun: what a person edits in the UI is published, as what Terraform writes is.
func promptPartialNoun() noun {
	const path = "/prompts/partials"
	inHome := config{"workspace_id": home}
	return noun{
		object:    emulator.Partials,
		directory: "promptpartial",
		path:      path,
		scopes:    "prompts",
		config:    laid(inHome, config{"name": "Production", "content": "Be kind"}),
		edited:    config{"content": "Be brief"},
		foreign:   config{"content": "Theirs"},
		duplicate: config{"allow_duplicate_name": true},
		derived:   []string{"version", "prompt_partial_version_id"},
		wire: func(fields config) config {
			if content, has := fields["content"]; has {
				delete(fields, "content")
				fields["string"] = content
			}
			return fields
		},
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(emulator.Partials) {
				if one.ID == idOrName {
					return home + "/" + one.Slug
				}
			}
			return home + "/" + idOrName
		},
		data: map[string]reading{
			"one":      {"portkey_prompt_partial", func(id string) config { return laid(inHome, config{"id": id}) }, target{http.MethodGet, path + "/*", 0, false}},
			"many":     {"portkey_prompt_partials", func(string) config { return inHome }, target{http.MethodGet, path, 0, false}},
			"versions": {"portkey_prompt_partial_versions", func(id string) config { return config{"partial_id": id} }, target{http.MethodGet, path + "/*/versions", 0, false}},
		},
		list: inHome,
	}
}
