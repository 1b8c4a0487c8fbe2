package integration_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write. Its
// configurations are split into those that plans show and the secrets.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	const entra = `{"azure_auth_mode":"entra","azure_entra_client_id":"c","azure_entra_tenant_id":"t","azure_foundry_url":"https://a.example.com"%s}`
	const account = `{"client_email":"portkey@a.iam.gserviceaccount.com","private_key":"-----BEGIN"}`
	for name, c := range map[string]struct {
		add      attrs  // what is in Portkey
		state    string // %s is the id
		config   attrs
		upgraded attrs // what is known before a refresh
	}{
		"the least": {
			openai(), `{"id": "%s", "name": "OpenAI", "ai_provider_id": "openai", "slug": "openai-prod"}`, openai("key", nil),
			attrs{"key": nil, "configurations": nil, "created_at": nil, "secret_configurations": nil},
		},
		"a key, and what is a resource of its own": {
			openai("description", "For all"),
			`{"id": "%s", "name": "OpenAI", "ai_provider_id": "openai", "slug": "openai-prod", "key": "` + apiKey + `", "description": "For all", "allow_all_models": false,
				"configurations": "", "secret_mappings": null, "workspace_id": "", "type": "organisation", "status": "active", "created_at": "2026-06-01T10:00:00Z", "updated_at": "0001-01-01T00:00:00Z"}`,
			openai("description", "For all"),
			attrs{"key": apiKey, "created_at": "2026-06-01T10:00:00Z", "last_updated_at": nil, "type": "organisation", "status": "active"},
		},
		"a write-only key": {
			openai(), `{"id": "%s", "name": "OpenAI", "ai_provider_id": "openai", "slug": "openai-prod", "key": null, "key_wo": null, "key_version": 3}`,
			openai("key", nil, "key_wo", apiKey, "key_wo_version", 3), attrs{"key_wo_version": float64(3)},
		},
		"a secret among the configurations": {
			attrs{"name": "Azure", "slug": "azure", "ai_provider_id": "azure-ai", "configurations": attrs{
				"azure_auth_mode": "entra", "azure_entra_client_id": "c", "azure_entra_tenant_id": "t", "azure_foundry_url": "https://a.example.com", "azure_entra_client_secret": awsSecret,
			}},
			`{"id": "%s", "name": "Azure", "ai_provider_id": "azure-ai", "slug": "azure", "configurations": ` + fmt.Sprintf("%q", fmt.Sprintf(entra, `, "azure_entra_client_secret": "`+awsSecret+`"`)) + `}`,
			attrs{
				"name": "Azure", "slug": "azure", "ai_provider_id": "azure-ai", "configurations": fmt.Sprintf(entra, ""),
				"secret_configurations": attrs{"azure_entra_client_secret": awsSecret},
			},
			attrs{"configurations": fmt.Sprintf(entra, ""), "secret_configurations": attrs{"azure_entra_client_secret": awsSecret}},
		},
		"a secret that is an object": {
			attrs{"name": "Vertex", "slug": "vertex", "ai_provider_id": "vertex-ai", "configurations": attrs{
				"vertex_auth_type": "serviceAccount", "vertex_region": "a", "vertex_service_account_json": attrs{"client_email": "portkey@a.iam.gserviceaccount.com", "private_key": "-----BEGIN"},
			}},
			`{"id": "%s", "name": "Vertex", "ai_provider_id": "vertex-ai", "slug": "vertex", "configurations": ` +
				fmt.Sprintf("%q", `{"vertex_service_account_json": `+account+`, "vertex_region": "a", "vertex_auth_type": "serviceAccount"}`) + `}`,
			attrs{
				"name": "Vertex", "slug": "vertex", "ai_provider_id": "vertex-ai", "configurations": `{"vertex_auth_type":"serviceAccount","vertex_region":"a"}`,
				"secret_configurations": attrs{"vertex_service_account_json": account},
			},
			attrs{"secret_configurations": attrs{"vertex_service_account_json": account}},
		},
		"mappings": {
			openai("secret_mappings", []any{attrs{"target_field": "key", "secret_reference_id": "aws", "secret_key": "k"}}),
			`{"id": "%s", "name": "OpenAI", "ai_provider_id": "openai", "slug": "openai-prod", "secret_mappings": [{"target_field": "key", "secret_reference_id": "aws", "secret_key": "k"}]}`,
			openai("key", nil, "secret_mappings", []any{attrs{"target_field": "key", "secret_reference_id": "aws", "secret_key": "k"}}), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.API.Add(emulator.SecretReferences, "", attrs{"name": "AWS", "slug": "aws"})
			env.API.Add(emulator.Integrations, "", c.add)
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(c.state, only(t, env).ID), c.config)
			for attribute, want := range c.upgraded {
				if got := upgraded[attribute]; !cmp.Equal(got, want) {
					t.Errorf("%s is %#v, want %#v", attribute, got, want)
				}
			}
			m.Apply(with(c.config, "description", "Another"))
			m.WantPuts(`{"description": "Another"}`)
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for name, state := range map[string]string{
		"no id": `{"name": "OpenAI"}`, "an empty id": `{"id": ""}`, "a value of another type": `{"id": "a", "configurations": {}}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, openai(), "Cannot upgrade integration", "import the integration again")
		})
	}
	harness.WantUntouched(t, env, true)
}
