package conformance

import (
	"net/http"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func promptLabelNoun() noun {
	const path = "/labels"
	listed := target{http.MethodGet, path, 0, false}
	inHome := config{"workspace_id": home}
	simple := laid(inHome, config{"name": "Production"})
	return noun{
		object:   emulator.Labels,
		path:     path,
		scopes:   "prompts",
		config:   simple,
		full:     laid(simple, config{"description": "For all", "color_code": "#111111"}),
		edited:   config{"description": "Ours", "color_code": "#222222"},
		foreign:  config{"description": "Theirs", "color_code": "#333333"},
		fixed:    []string{"scope"},
		unique:   true,
		fromList: true,
		apart:    func(*emulator.Server) string { return "?workspace_id=" + home },
		spell:    func(name string) string { return strings.ReplaceAll(name, " ", "-") },
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.Labels) {
				if one.Fields["is_universal"] != true { // those are there with the organisation
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		importRef: func(_ *emulator.Server, idOrName string) string { return home + "/" + idOrName },
		data: map[string]reading{
			"one":  {"portkey_prompt_label", func(id string) config { return laid(inHome, config{"id": id}) }, listed},
			"many": {"portkey_prompt_labels", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}
