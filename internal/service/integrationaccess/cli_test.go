package integrationaccess_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// resourceOf is HCL that gives a workspace access to the integration openai.
func resourceOf(name, workspace, more string) string {
	return fmt.Sprintf("resource \"portkey_integration_workspace_access\" %q {\n  integration_id = \"openai\"\n  workspace_id = %q\n  %s\n}\n", name, workspace, more)
}

// The whole life of an access under the real CLI: created, imported by a block with an empty
// plan, edited by somebody, updated, removed by somebody, created again and destroyed.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	const limited = `
  usage_limits = [{ type = "cost", credit_limit = 500, periodic_reset = "monthly" }]
  rate_limits  = [{ type = "requests", unit = "rpm", value = 60 }]`
	tf := env.CLI(t, resourceOf("test", home.ID, limited))
	restart := func() { // in the same process, the list was read a moment ago
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	}
	configure := func(hcl string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl))
	}
	says := func(output string, words ...string) {
		t.Helper()
		for _, one := range words {
			if !strings.Contains(harness.Flat(output), one) {
				t.Errorf("the output lacks %q:\n%s", one, output)
			}
		}
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)

	tf.Run(0, "state", "rm", address)
	restart()
	says(tf.Run(1, "apply", "-auto-approve"), "Cannot create integration workspace access", "already exists", `id = "openai/`+home.ID+`"`)
	configure(fmt.Sprintf("import {\n  to = %s\n  id = \"openai/%s\"\n}\n", address, home.ID) + resourceOf("test", home.ID, limited))
	env.API.ResetRequests()
	says(tf.Run(0, "apply", "-auto-approve"), "1 imported, 0 added, 0 changed, 0 destroyed")
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)

	restart()
	configure(resourceOf("test", home.Slug, `usage_limits = [{ type = "cost", credit_limit = 900 }]`))
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"rate_limits": []any{attrs{"type": "requests", "unit": "rpm", "value": 7}}})
	says(tf.Run(0, "apply", "-auto-approve"), "value = 7 -> null", "0 added, 1 changed, 0 destroyed")
	tf.Plan(harness.PlanEmpty)

	env.API.Advance(2 * time.Hour)
	restart()
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	says(tf.Run(0, "apply", "-auto-approve"), "1 added, 0 changed, 0 destroyed")
	tf.Run(0, "destroy", "-auto-approve")
	if isEnabled(env, home.ID) {
		t.Errorf("there is %v", row(env, home.ID))
	}
}

// Of two accesses of one integration in one apply of the real CLI, the one that is rejected
// fails with an error of its own, and the other one is created and in the state.
func TestResource_oneRejectedCLI(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	const nobody = "0b7a3c5e-0000-4d8a-9c66-5e1f0a9d7b32"
	tf := env.CLI(t, resourceOf("good", home.ID, "")+resourceOf("bad", nobody, ""))
	output := harness.Flat(tf.Run(1, "apply", "-auto-approve"))
	if strings.Count(output, "Error: ") != 1 || !strings.Contains(output, "with portkey_integration_workspace_access.bad") || !strings.Contains(output, "Nothing was created") {
		t.Errorf("the apply says\n%s", output)
	}
	if list := strings.TrimSpace(tf.Run(0, "state", "list")); list != "portkey_integration_workspace_access.good" || !isEnabled(env, home.ID) {
		t.Errorf("the state has %q", list)
	}
}
