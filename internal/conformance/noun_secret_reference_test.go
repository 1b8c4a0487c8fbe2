package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// secretReferenceNoun authenticates without a secret, so that the configuration which
// Terraform generates for an import is whole.
func secretReferenceNoun() noun {
	const path = "/secret-references"
	vault := func(addr string) config {
		return config{"vault_addr": addr, "vault_role": "portkey"}
	}
	n := noun{
		directory: "secretreference",
		object:    emulator.SecretReferences,
		path:      path,
		scopes:    "secret_references",
		config: config{
			"name": "Production", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai", "vault_kubernetes": vault("https://vault.example.com"),
		},
		edited: config{
			"description": "The key of OpenAI", "secret_path": "secret/data/openai-eu", "secret_key": "api_key",
			"tags": config{"team": "fraud"}, "vault_kubernetes": vault("https://vault-eu.example.com"),
		},
		foreign: config{
			"description": "Theirs", "secret_path": "secret/data/theirs", "secret_key": "theirs",
			"tags": config{"team": "theirs"}, "vault_kubernetes": vault("https://theirs.example.com"),
		},
		fixed:     []string{"manager_type"},
		duplicate: config{"allow_duplicate_name": true},
		wire: func(fields config) config {
			if auth, ok := fields["vault_kubernetes"].(config); ok {
				delete(fields, "vault_kubernetes")
				fields["auth_config"] = laid(auth, config{"vault_auth_type": "kubernetes"})
			}
			return fields
		},
		data: map[string]reading{
			"one":  {"portkey_secret_reference", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many": {"portkey_secret_references", func(string) config { return nil }, target{http.MethodGet, path, 0, false}},
		},
		list: config{},
	}
	n.edits = n.conflicts()
	delete(n.edits, "vault_kubernetes") // by its attributes
	for name, values := range map[string][2]string{
		"vault_addr":      {"https://vault-eu.example.com", "https://theirs.example.com"},
		"vault_namespace": {"payments", "theirs"},
		"vault_role":      {"portkey-eu", "theirs"},
	} {
		auth := func(value string) config {
			return config{"vault_kubernetes": laid(vault("https://vault.example.com"), config{name: value})}
		}
		n.edits["vault_kubernetes."+name] = conflict{ours: auth(values[0]), theirs: auth(values[1])}
	}
	return n
}
