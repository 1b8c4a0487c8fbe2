package workspace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The three ways of a workspace from the vendor's provider to this one, under
// the real CLI: each ends with a plan that is empty, and no write.
func TestResource_fromVendor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// before and after are the configurations, in which the workspace is the
		// vendor's and then this provider's; steps is what comes in between.
		before, after string
		steps         []string
		planned       int
		says          string
	}{
		{
			name:   "terraform state replace-provider",
			before: harness.Requires(map[string]string{"portkey": harness.Vendors}) + vendorConfig,
			after:  harness.Requires(map[string]string{"portkey": harness.Ours}) + "%s" + matchingVendor,
			steps:  []string{"state", "replace-provider", "-auto-approve", harness.Vendors, harness.Ours},
		},
		{
			name:   "both providers side by side",
			before: harness.Requires(map[string]string{"portkey": harness.Vendors}) + vendorConfig + vendorStays,
			after: harness.Requires(map[string]string{"portkey": harness.Vendors, "community": harness.Ours}) + "%s" +
				withProvider(matchingVendor, "test") + vendorStays,
		},
		{
			name:   "a moved block",
			before: harness.Requires(map[string]string{"portkey": harness.Vendors}) + vendorConfig + vendorStays,
			after: harness.Requires(map[string]string{"portkey": harness.Vendors, "community": harness.Ours}) + "%s" +
				withProvider(matchingVendor, "production") + vendorStays + "\nmoved {\n  from = portkey_workspace.test\n  to   = portkey_workspace.production\n}\n",
			planned: harness.PlanChanges,
			says:    "has moved to portkey_workspace.production",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server, harness.Vendors: env.Vendor})
			tf.Write("main.tf", test.before)
			tf.Run(0, "init")
			tf.Run(0, "apply", "-auto-approve")
			made := env.Only()
			tf.Plan(harness.PlanEmpty)

			block := "portkey"
			if strings.Contains(test.after, "community =") {
				block = "community"
			}
			tf.Write("main.tf", fmt.Sprintf(test.after, strings.Replace(env.Config(""), `"portkey"`, fmt.Sprintf("%q", block), 1)))
			if test.steps != nil {
				tf.Run(0, test.steps...)
			}
			tf.Run(0, "init")
			output := tf.Plan(test.planned)
			if !strings.Contains(output, test.says) {
				t.Errorf("the plan does not say %q:\n%s", test.says, output)
			}
			if test.planned == harness.PlanChanges && !strings.Contains(output, "0 to add, 0 to change, 0 to destroy") {
				t.Errorf("the plan is more than a move:\n%s", output)
			}
			tf.Run(0, "apply", "-auto-approve")
			tf.Plan(harness.PlanEmpty)
			if state := tf.Run(0, "state", "pull"); !strings.Contains(state, harness.Ours) || !strings.Contains(state, made.Slug) {
				t.Errorf("the state is not this provider's:\n%s", state)
			}
			harness.WantUntouched(t, env, true)
		})
	}
}

// vendorConfig is the workspace of fromVendor in the vendor's words.
const vendorConfig = `resource "portkey_workspace" "test" {
  name        = "Fraud detection"
  icon        = "🔎"
  description = "Scores payments"
  metadata    = { team = "payments" }
  usage_limits = [
    { type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },
    { type = "tokens", credit_limit = 1000 },
  ]
  rate_limits = [{ type = "requests", unit = "rpm", value = 60 }]
}
`

// vendorStays is a resource that stays with the vendor's provider.
const vendorStays = `
resource "portkey_user_invite" "stays" {}
`

// matchingVendor is the same workspace in this provider's words.
var matchingVendor = replace(matching, ", periodic_reset_days = 30", "")

// withProvider is matchingVendor under another name and an explicit provider.
func withProvider(hcl, name string) string {
	return replace(hcl, `"test" {`, fmt.Sprintf("%q {\n  provider    = community", name)) + "\n"
}
