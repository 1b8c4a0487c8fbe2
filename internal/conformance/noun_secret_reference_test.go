package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// secretReferenceNoun authenticates without a secret, so that the configuration which
// Terraform generates for an import is whole.
func secretReferenceNoun() noun {
	const path = "/secret-references"
	const addr, role = "https://vault.example.com", "portkey"
	vault := func(addr, role string, namespace any) config {
		return config{"vault_kubernetes": config{"vault_addr": addr, "vault_role": role, "vault_namespace": namespace}}
	}
	edits := map[string]conflict{
		"name":                             {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"description":                      {ours: config{"description": "The key of OpenAI"}, theirs: config{"description": "Theirs"}},
		"secret_path":                      {ours: config{"secret_path": "secret/data/openai-eu"}, theirs: config{"secret_path": "secret/data/theirs"}},
		"secret_key":                       {ours: config{"secret_key": "api_key"}, theirs: config{"secret_key": "theirs"}},
		"tags":                             {ours: config{"tags": config{"team": "fraud"}}, theirs: config{"tags": config{"team": "theirs"}}},
		"vault_kubernetes.vault_addr":      {ours: vault("https://vault-eu.example.com", role, nil), theirs: vault("https://theirs.example.com", role, nil)},
		"vault_kubernetes.vault_role":      {ours: vault(addr, "gateway", nil), theirs: vault(addr, "theirs", nil)},
		"vault_kubernetes.vault_namespace": {ours: vault(addr, role, "ai"), theirs: vault(addr, role, "theirs")},
	}
	edited, foreign := config{}, config{}
	for path, one := range edits {
		if path != "name" && path != "vault_kubernetes.vault_role" && path != "vault_kubernetes.vault_namespace" {
			edited, foreign = laid(edited, one.ours), laid(foreign, one.theirs)
		}
	}
	return noun{
		directory: "secretreference",
		object:    emulator.SecretReferences,
		path:      path,
		scopes:    "secret_references",
		config: laid(config{
			"name": "Production", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai",
		}, vault(addr, role, nil)),
		edited:    edited,
		foreign:   foreign,
		edits:     edits,
		fixed:     []string{"manager_type"},
		needed:    []string{"vault_kubernetes"},
		importRef: func(_ *emulator.Server, idOrName string) string { return idOrName },
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
}
