package mcpcapabilities_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The whole life under the real CLI, with every write that the API gets. The framework plans
// again after each step, which has to be empty.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	for _, address := range []string{ofIntegration, ofServer} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			env, integration, server := start(t, emulator.Answers{})
			argument, slug, id := "mcp_integration_id", "github", integration
			if address == ofServer {
				argument, slug, id = "mcp_server_id", "tools", server
			}
			hcl := func(ref, capabilities string) string {
				return env.Config(fmt.Sprintf("resource %q \"test\" {\n  %s = %q\n  capabilities = {%s}\n}\n", strings.TrimSuffix(address, ".test"), argument, ref, capabilities))
			}
			const (
				first  = `"tool/delete_issue" = false`
				second = `"tool/delete_issue" = true, "prompt/triage" = false`
				third  = `"prompt/triage" = false`
			)
			steps := []resource.TestStep{
				{Config: hcl(slug, first), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate)},
				env.ImportStep(address, func() []string { return []string{slug, id} }, argument),
				{Config: hcl(id, first), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
				{Config: hcl(id, second), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
				{ // somebody's edit is put right
					PreConfig:        func() { edit(env, address, "prompt/triage", true) },
					Config:           hcl(id, second),
					ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				},
				{Config: hcl(id, third), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			}
			resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: steps})

			var sent []string
			for _, one := range env.Writes() {
				sent = append(sent, one.Method+" "+string(one.Body))
			}
			row := func(kind, name string, enabled bool) string {
				return fmt.Sprintf(`{"name":%q,"type":%q,"enabled":%t}`, name, kind, enabled)
			}
			put := func(rows ...string) string { return `PUT {"capabilities":[` + strings.Join(rows, ",") + `]}` }
			if diff := cmp.Diff([]string{
				put(row("tool", "delete_issue", false)),
				put(row("prompt", "triage", false), row("tool", "delete_issue", true)),
				put(row("prompt", "triage", false)),
				put(row("prompt", "triage", true)),
			}, sent); diff != "" {
				t.Errorf("writes: want - got +:\n%s", diff)
			}
			wantDisabled(t, env, address)
		})
	}
}
