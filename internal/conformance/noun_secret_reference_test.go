package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func secretReferenceNoun() noun {
	const path = "/secret-references"
	vault := func(addr string) config {
		return config{"vault_addr": addr, "vault_token": "hvs.CAESIJ1f0example"}
	}
	return noun{
		directory: "secretreference",
		object:    emulator.SecretReferences,
		path:      path,
		scopes:    "secret_references",
		config: config{
			"name": "Production", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai", "vault_token": vault("https://vault.example.com"),
		},
		edited: config{
			"description": "The key of OpenAI", "secret_path": "secret/data/openai-eu", "secret_key": "api_key",
			"tags": config{"team": "fraud"}, "vault_token": vault("https://vault-eu.example.com"),
		},
		foreign: config{
			"description": "Theirs", "secret_path": "secret/data/theirs", "secret_key": "theirs",
			"tags": config{"team": "theirs"}, "vault_token": vault("https://theirs.example.com"),
		},
		fixed:     []string{"manager_type"},
		duplicate: config{"allow_duplicate_name": true},
		wire: func(fields config) config {
			if auth, ok := fields["vault_token"].(config); ok {
				delete(fields, "vault_token")
				fields["auth_config"] = laid(auth, config{"vault_auth_type": "token"})
			}
			return fields
		},
		data: map[string]reading{
			"one":  {"portkey_secret_reference", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many": {"portkey_secret_references", func(string) config { return nil }, target{http.MethodGet, path, 0, false}},
		},
		list: config{},
	}
}
