package workspace_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Numbers that Terraform computes are not quite what they mean. They are sent as that,
// and kept as they were planned; what can't be sent is refused at its line, also where
// it is known at apply only.
func TestResource_computedNumbersInCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	main := harness.Requires(map[string]string{"portkey": harness.Ours}) + env.Config(`
variable "factor" {
  type    = number
  default = 1.2
}

resource "terraform_data" "factor" {
  input = var.factor
}

resource "portkey_workspace" "test" {
  name = "Production"
  usage_limits = [
    { type = "cost", credit_limit = 100 * 1.2, alert_threshold = 100 * (30 / 100), periodic_reset_days = 10 * 0.3 },
  ]
  rate_limits = [
    { type = "tokens", unit = "rpm", value = 60 },
    { type = "requests", unit = "rpm", value = 100 * terraform_data.factor.output },
  ]
}`)
	tf.Write("main.tf", main)
	tf.Run(0, "init")
	tf.Run(0, "validate")

	output := tf.Run(1, "apply", "-auto-approve", "-var", "factor=0.355")
	for _, want := range []string{"rate_limits[1].value is 35.5, which is not a whole number", "floor()"} {
		if !strings.Contains(harness.Flat(output), want) {
			t.Errorf("lacks %q:\n%s", want, output)
		}
	}
	harness.WantUntouched(t, env, true)

	tf.Run(0, "plan", "-out", "saved")
	tf.Run(0, "apply", "saved")
	made := env.API.Workspaces()[1]
	if limit := made.UsageLimits[0]; limit["credit_limit"] != 120.0 || limit["alert_threshold"] != 30.0 || limit["periodic_reset_days"] != 3.0 {
		t.Errorf("got the budget %v", limit)
	}
	if limit := made.RateLimits[1]; limit["value"] != 120.0 {
		t.Errorf("got the rate limit %v", limit)
	}
	tf.Plan(harness.PlanEmpty)

	tf.Write("main.tf", replace(main, "credit_limit = 100 * 1.2", "credit_limit = 99 * 0.8"))
	if output := harness.Flat(tf.Run(0, "plan")); !strings.Contains(output, "usage_limits[0].credit_limit is 79.2. Portkey documents whole numbers here") {
		t.Errorf("no word of the fraction:\n%s", output)
	}
	output = tf.Run(1, "apply", "-auto-approve")
	if !strings.Contains(output, "Portkey refused the request") || strings.Contains(output, "error in the provider") {
		t.Errorf("the fraction is not sent:\n%s", output)
	}
}
