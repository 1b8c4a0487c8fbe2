package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// providerNoun has no slug of its own, so that its name is looked up.
func providerNoun() noun {
	const path = "/providers"
	listed := target{http.MethodGet, path, 0, false}
	inHome := config{"workspace_id": home}
	simple := laid(inHome, config{"integration_id": "openai", "name": "Production"})
	return noun{
		object:    emulator.Providers,
		path:      path,
		scopes:    "providers",
		config:    simple,
		full:      laid(simple, config{"note": "For all", "expires_at": "2059-01-31T00:00:00Z"}),
		edited:    config{"note": "Ours", "expires_at": "2060-01-31T00:00:00Z"},
		foreign:   config{"note": "Theirs", "expires_at": "2061-01-31T00:00:00Z"},
		fixed:     []string{"integration_id"},
		duplicate: config{"allow_duplicate_name": true},
		fromList:  true,
		apart:     func(*emulator.Server) string { return "?workspace_id=" + home },
		around: func(api *emulator.Server) {
			api.Add(emulator.Integrations, "", config{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
			api.Add(emulator.IntegrationWorkspaces, home, config{"integration_id": "openai"})
		},
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(emulator.Providers) {
				if one.ID == idOrName {
					return home + "/" + one.Slug
				}
			}
			return home + "/" + idOrName
		},
		data: map[string]reading{
			"one":  {"portkey_provider", func(id string) config { return laid(inHome, config{"id": id}) }, listed},
			"many": {"portkey_providers", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}
