package workspacedefaults_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A workspace with all that is written as a part of it, under the real CLI: created, changed
// and destroyed in one apply each. The config is released before it is deleted.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Add(emulator.Guardrails, "", attrs{"slug": "pg-org-000001"})
	stack := func(team, config string, views bool) string {
		return fmt.Sprintf(`
resource "portkey_workspace" "test" {
  name     = "Production"
  defaults = { metadata = { team = %q } }
}

resource "portkey_config" "test" {
  name         = "Retries"
  workspace_id = portkey_workspace.test.id
  config       = jsonencode({ retry = { attempts = 3 } })
}

resource "portkey_workspace_defaults" "test" {
  workspace_id           = portkey_workspace.test.id
  user_api_key_config_id = %s
}

resource "portkey_workspace_security_settings" "test" {
  workspace_id = portkey_workspace.test.id
  settings     = { members_view_logs = %t }
}

resource "portkey_organisation_defaults" "test" {
  input_guardrails = ["pg-org-000001"]
}

resource "portkey_guardrail_exclusion" "test" {
  workspace_id = portkey_workspace.test.id
  direction    = "input"
}
`, team, config, views)
	}
	tf := env.CLI(t, stack("risk", "portkey_config.test.id", false))
	configure := func(hcl string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl))
	}
	says := func(output, word string) {
		t.Helper()
		if !strings.Contains(harness.Flat(output), word) {
			t.Errorf("the output lacks %q:\n%s", word, output)
		}
	}
	says(tf.Run(0, "apply", "-auto-approve"), "6 added, 0 changed, 0 destroyed")
	tf.Plan(harness.PlanEmpty)
	home := env.API.Workspaces()[1]
	if home.Defaults["user_api_key_config"] == nil || home.Defaults["metadata"] == nil {
		t.Errorf("the defaults are %v", home.Defaults)
	}
	configure(stack("search", "null", true))
	says(tf.Run(0, "apply", "-auto-approve"), "0 added, 3 changed, 0 destroyed")
	tf.Plan(harness.PlanEmpty)
	if home = env.API.Workspaces()[1]; home.Defaults["user_api_key_config"] != nil || home.Defaults["metadata"].(attrs)["team"] != "search" {
		t.Errorf("the defaults are %v", home.Defaults)
	}
	configure(stack("search", "portkey_config.test.slug", true))
	tf.Run(0, "apply", "-auto-approve")
	says(tf.Run(0, "destroy", "-auto-approve"), "Security settings stay as they are")
	if left := len(env.API.All(emulator.Configs)) + len(env.API.All(emulator.GuardrailExclusions)); left > 0 {
		t.Errorf("%d are left", left)
	}
}
