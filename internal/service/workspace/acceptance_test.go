package workspace_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/acctest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestAcc_lifecycle runs against a real control plane, where the emulator's
// knobs and request log are not to be had: what counts is that each step leaves
// an empty plan, which the test harness checks by itself.
func TestAcc_lifecycle(t *testing.T) {
	env := harness.Real(t)
	name := acctest.RandomWithPrefix(harness.AccPrefix + "lifecycle")
	config := func(body string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_workspace\" \"test\" {\n  name = %q\n%s\n}", name, body))
	}
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
	}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: config(`
				description  = "Made by an acceptance test"
				icon         = "🧪"
				defaults     = { metadata = { team = "acceptance" } }
				usage_limits = [{ type = "cost", credit_limit = 10, alert_threshold = 5, periodic_reset = "monthly" }]
				rate_limits  = [{ type = "requests", unit = "rpm", value = 60 }]`)},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ConfigPlanChecks: update, Config: config(`
				defaults     = { metadata = { team = "acceptance", stage = "two" } }
				usage_limits = [{ type = "tokens", credit_limit = 5000 }, { type = "cost", credit_limit = 20, periodic_reset = "monthly" }]
				force_delete = true`)},
			{ConfigPlanChecks: update, Config: config(`force_delete = true`)},
		},
	})
}
