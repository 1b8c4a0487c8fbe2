package secretreference_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	const known = `"id": "%s", "slug": "%s", "name": "OpenAI", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai"`
	for name, c := range map[string]struct {
		state  string
		config func(home string) attrs
	}{
		"a secret in the state": {
			`{` + known + `, "vault_token_auth": {"vault_addr": "` + vault + `", "vault_namespace": null, "vault_token": "` + token + `", "vault_token_wo": null},
				"allow_all_workspaces": true, "created_at": "2026-06-01T10:00:00Z", "updated_at": "", "status": "ACTIVE", "created_by": "system"}`,
			func(string) attrs { return vaulted() },
		},
		"a write-only secret": {
			`{` + known + `, "vault_token_auth": {"vault_addr": "` + vault + `", "vault_token": null, "vault_token_wo": null}, "auth_version": 3, "allow_all_workspaces": null}`,
			func(string) attrs {
				return vaulted("vault_token", attrs{"vault_addr": vault, "vault_token_wo": token}, "auth_wo_version", 3)
			},
		},
		"some workspaces": {
			`{` + known + `, "vault_token_auth": {"vault_addr": "` + vault + `", "vault_token": "` + token + `"}, "allow_all_workspaces": false,
				"allowed_workspaces": ["%s"], "tags": {"team": "fraud"}, "description": "The key", "secret_key": "api_key", "of_a_later_version": [1]}`,
			func(home string) attrs {
				return vaulted("allowed_workspaces", []any{home}, "tags", attrs{"team": "fraud"}, "description", "The key", "secret_key", "api_key")
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			home := env.API.AddWorkspace(attrs{"name": "Home"})
			config := c.config(home.ID)
			env.Create(t, address, config)
			made := only(t, env)
			arguments := []any{made.ID, made.Slug}
			if config["allowed_workspaces"] != nil {
				arguments = append(arguments, home.ID)
			}
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(c.state, arguments...), config)
			m.WantState(attrs{"id": made.ID, "slug": made.Slug, "status": "ACTIVE"})
		})
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for name, state := range map[string]string{
		"no id": `{"name": "OpenAI"}`, "a value of another type": `{"id": "a", "tags": []}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, vaulted(), "Cannot upgrade secret reference", "import the secret reference again")
		})
	}
	if all := env.API.All(emulator.SecretReferences); len(all) > 0 {
		t.Errorf("%d secret references", len(all))
	}
}

// The data sources show what Portkey returns, without what it masks.
func TestDataSources(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Create(t, address, vaulted("slug", "openai", "description", "The key"))
	d := env.Driver(t)
	for _, by := range []attrs{{"slug": "openai"}, {"name": "OpenAI"}, {"id": only(t, env).ID}} {
		got, diags := d.Data("portkey_secret_reference", by)
		harness.NoErrors(t, diags)
		auth := got["auth_config"].(attrs)
		if got["slug"] != "openai" || got["description"] != "The key" || len(auth) != 2 || auth["vault_addr"] != vault || got["allow_all_workspaces"] != true {
			t.Errorf("%v: got %v", by, got)
		}
	}
	for manager, want := range map[any]int{nil: 1, "hashicorp_vault": 1, "aws_sm": 0} {
		got, diags := d.Data("portkey_secret_references", attrs{"manager_type": manager})
		harness.NoErrors(t, diags)
		if all := got["secret_references"].([]any); len(all) != want {
			t.Errorf("%v: got %v", manager, all)
		}
		results, diags := d.List("portkey_secret_reference", attrs{"manager_type": manager}, 100, true)
		harness.NoErrors(t, diags)
		if len(results) != want {
			t.Errorf("%v: listed %v", manager, results)
		}
	}
}
