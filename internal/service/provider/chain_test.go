package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// chain is the configuration of all that a workspace calls models through, from the vault
// on, with one of the models of an AI provider. ref is what the access, the model and the provider name the integration by, and
// through what the provider does.
func chain(aiProvider, model, ref, through string) string {
	return fmt.Sprintf(`
resource "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

resource "portkey_secret_reference" "vault" {
  name         = "OpenAI"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/openai"

  vault_kubernetes = {
    vault_addr = "https://vault.example.com"
    vault_role = "portkey"
  }
}

resource "portkey_integration" "models" {
  name           = "Models"
  slug           = "models"
  ai_provider_id = %q

  secret_mappings = [{ target_field = "key", secret_reference_id = portkey_secret_reference.vault.id }]
}

resource "portkey_integration_model_access" "mini" {
  integration_id = %[2]s
  model_slug     = %[4]q
}

resource "portkey_integration_workspace_access" "fraud" {
  integration_id = %[2]s
  workspace_id   = portkey_workspace.fraud.id
}

resource "portkey_provider" "fraud" {
  name           = "Fraud detection"
  slug           = "fraud-models"
  workspace_id   = portkey_workspace.fraud.id
  integration_id = %[3]s
}
`, aiProvider, ref, through, model)
}

// order is where the first write of each kind stands among the writes, by method and the
// end of its path; -1 for none.
func order(writes []emulator.Request, kinds ...string) []int {
	var all []int
	for _, kind := range kinds {
		method, path, _ := strings.Cut(kind, " ")
		all = append(all, slices.IndexFunc(writes, func(r emulator.Request) bool {
			return r.Method == method && r.Effect && strings.Contains(r.Path, path)
		}))
	}
	return all
}

// inOrder wants the writes to be there, one after another.
func inOrder(t *testing.T, env *harness.Env, kinds ...string) {
	t.Helper()
	if at := order(env.Writes(), kinds...); !slices.IsSorted(at) || at[0] < 0 {
		t.Errorf("%q are at %v of %v", kinds, at, sent(env))
	}
}

// One apply creates the whole chain, replaces its integration, and destroys it, without
// depends_on: references alone put it in order, whichever of them a configuration has.
func TestChain_cli(t *testing.T) {
	t.Parallel()
	const byID = "portkey_integration.models.id"
	for name, through := range map[string]string{
		"through the access": "portkey_integration_workspace_access.fraud.integration_id",
		"by the integration": byID,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.API.SetAnswers(emulator.Answers{GrantLag: 2})
			env.Tune(func(o *portkey.Options) { o.Waits.Granted, o.Waits.GrantedPause = 20*time.Second, 10*time.Millisecond })
			tf := env.CLI(t, chain("openai", "gpt-4o-mini", byID, through))
			tf.Run(0, "apply", "-auto-approve")
			inOrder(t, env, "POST /secret-references", "POST /integrations", "PUT /workspaces", "POST /providers")
			tf.Plan(harness.PlanEmpty)
			if all := env.API.All(emulator.Providers); len(all) != 1 {
				t.Errorf("there are %d providers, want 1", len(all))
			}

			env.API.ResetRequests()
			tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(chain("anthropic", "claude-haiku-4-5", byID, through)))
			out := tf.Run(0, "apply", "-auto-approve")
			if !strings.Contains(out, "4 added, 0 changed, 4 destroyed") {
				t.Errorf("the CLI shows\n%s", out)
			}
			inOrder(t, env, "DELETE /providers", "DELETE /integrations/models", "POST /integrations", "POST /providers")
			tf.Plan(harness.PlanEmpty)

			env.API.ResetRequests()
			tf.Run(0, "apply", "-destroy", "-auto-approve")
			inOrder(t, env, "DELETE /providers", "DELETE /integrations/models", "DELETE /secret-references")
			for _, noun := range []emulator.Noun{emulator.Providers, emulator.Integrations, emulator.SecretReferences} {
				if left := env.API.All(noun); len(left) > 0 {
					t.Errorf("%d of %s are left", len(left), noun)
				}
			}
		})
	}
}

// A destroy of what is still used names what uses it, and goes on once that is deleted.
func TestChain_inUse(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	d := env.Driver(t)
	converge := func(address string, config attrs) {
		t.Helper()
		_, diags := d.Converge(address, config)
		harness.NoErrors(t, diags)
	}
	const vault, integration = "portkey_secret_reference.test", "portkey_integration.test"
	converge(vault, attrs{
		"name": "Vault", "slug": "vault", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai",
		"vault_kubernetes": attrs{"vault_addr": "https://vault.example.com", "vault_role": "portkey"},
	})
	converge(integration, attrs{
		"name": "Models", "slug": "models", "ai_provider_id": "openai",
		"secret_mappings": []any{attrs{"target_field": "key", "secret_reference_id": "vault"}},
	})
	converge("portkey_integration_workspace_access.test", attrs{"integration_id": "models", "workspace_id": home.ID})
	converge(address, in(home.ID, "integration_id", "models"))

	harness.WantError(t, d.Destroy(vault), "", "Cannot destroy secret reference", `integration "Models"`, "Nothing was deleted")
	harness.WantError(t, d.Destroy(integration), "", "Cannot destroy integration", `provider "Fraud detection" of workspace `+home.Slug, "Nothing was deleted")
	harness.NoErrors(t, d.Destroy("portkey_integration_workspace_access.test"))
	d = env.Restart(t, d)
	harness.WantError(t, d.Destroy(integration), "", `provider "Fraud detection" of workspace `+home.Slug)
	for _, at := range []string{address, integration, vault} {
		harness.NoErrors(t, d.Destroy(at))
	}
	if writes := env.API.Bodies(http.MethodDelete, ""); len(writes) != 6 {
		t.Errorf("%d deletes, want 6", len(writes))
	}
}
