package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestQuery_cli has the real CLI write configuration for what it finds, and wants
// of its plan that it imports all of it and changes nothing.
func TestQuery_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	if version := tf.Run(0, "version"); !newest.MatchString(version) {
		line, _, _ := strings.Cut(version, "\n")
		t.Skipf("terraform query came with Terraform 1.14, and this is %s: TestListing_resources does the same over the protocol", line)
	}
	const found = 30
	for i := range found - 1 { // and the default one
		env.API.AddWorkspace(config{
			"name": fmt.Sprintf("Team %d", i), "icon": "🚀", "defaults": config{"metadata": config{"team": "payments"}},
			"usage_limits": []any{config{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}},
		})
	}
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(""))
	tf.Write("all.tfquery.hcl", "list \"portkey_workspace\" \"all\" {\n  provider         = portkey\n  include_resource = true\n}\n")
	tf.Run(0, "init")
	tf.Run(0, "query", "-generate-config-out=found.tf")
	plan := tf.Plan(harness.PlanChanges)
	if want := fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", found); !strings.Contains(plan, want) {
		t.Errorf("the plan is not %q:\n%s", want, plan)
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	for _, write := range env.Writes() {
		t.Errorf("the API received %s %s", write.Method, write.Body)
	}
}
