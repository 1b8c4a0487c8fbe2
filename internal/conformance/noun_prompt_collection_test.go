package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func promptCollectionNoun() noun {
	const path = "/collections"
	listed := target{http.MethodGet, path, 0, false}
	inHome := config{"workspace_id": home}
	return noun{
		object:    emulator.Collections,
		path:      path,
		scopes:    "prompts",
		config:    laid(inHome, config{"name": "Production"}),
		edited:    config{"name": "Live"},
		foreign:   config{"name": "Theirs"},
		fixed:     []string{"parent_collection_id"},
		duplicate: config{"allow_duplicate_name": true},
		fromList:  true,
		importRef: importedByID(emulator.Collections),
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.Collections) {
				if one.Fields["is_default"] != 1.0 { // those are there with their workspace
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		data: map[string]reading{
			"one":  {"portkey_prompt_collection", func(id string) config { return laid(inHome, config{"id": id}) }, listed},
			"many": {"portkey_prompt_collections", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}
