package mcpuseraccess_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The whole life of the access under the real CLI, with an empty plan after each step.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	hcl := func(more string) string {
		return fmt.Sprintf("resource \"portkey_mcp_server_user_access\" \"test\" {\n  mcp_server_id = %q\n  %s\n}\n", server, more)
	}
	tf := env.CLI(t, hcl(fmt.Sprintf("default_access = \"deny\"\n  users = { %q = true, %q = true }", grace, ids[alan])))
	configure := func(more string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl(more)))
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	wants(t, env, "deny alan=true grace=true")

	configure(fmt.Sprintf("default_access = \"deny\"\n  users = { %q = true }", grace))
	if out := harness.Flat(tf.Run(0, "apply", "-auto-approve")); !strings.Contains(out, "Users keep an access of their own") || !strings.Contains(out, ids[alan]) {
		t.Errorf("the CLI shows\n%s", out)
	}
	tf.Plan(harness.PlanEmpty)
	wants(t, env, "deny alan=false grace=true")

	env.API.Edit(emulator.MCPServers, server, attrs{"default_user_access": "allow"})
	env.API.ResetRequests()
	configure(fmt.Sprintf("users = { %q = true }", grace))
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
	if out := harness.Flat(tf.Run(0, "apply", "-destroy", "-auto-approve")); !strings.Contains(out, "When the resource is destroyed") {
		t.Errorf("the CLI shows\n%s", out)
	}
	wants(t, env, "allow alan=false grace=true")
}
