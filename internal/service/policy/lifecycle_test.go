package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// The whole life of both kinds of policies under the real CLI, with every write that the API
// gets.
func TestPolicy_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	hcl := func(workspace, usage, rate string) string {
		const resources = `
resource "portkey_usage_limits_policy" "test" {
  workspace_id = %[1]q
  type         = "cost"
  group_by     = ["metadata.user"]
  %[2]s
}

resource "portkey_rate_limits_policy" "test" {
  name         = "Per key"
  workspace_id = %[1]q
  type         = "requests"
  group_by     = ["api_key", "model"]
  depends_on   = [portkey_usage_limits_policy.test]
  %[3]s
}
`
		return env.Config(fmt.Sprintf(resources, workspace, usage, rate))
	}
	const (
		full = `
  name           = "Per user"
  description    = "Of the fraud team"
  credit_limit   = 100
  alert_threshold = 80
  periodic_reset = "weekly"
  conditions = [
    { key = "model", values = ["gpt-4o", "o3"], excludes = ["o1"] },
    { key = "metadata.team", values = ["fraud"] },
  ]`
		bare = `
  name                = "Per member"
  credit_limit        = 120.5
  periodic_reset_days = 10
  conditions          = [{ key = "model", values = ["*"] }]`
		strict = `
  unit       = "rpm"
  value      = 60
  conditions = [{ key = "endpoint_type", values = ["chatComplete"] }]`
		blocked = `
  unit       = "rpd"
  value      = 0
  conditions = [{ key = "endpoint_type", values = ["chatComplete"] }]`
	)
	planned := func(usage, rate plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(usageAddress, usage), plancheck.ExpectResourceAction(rateAddress, rate),
		}}
	}
	const create, update, noop = plancheck.ResourceActionCreate, plancheck.ResourceActionUpdate, plancheck.ResourceActionNoop
	usageID := func() string { return only(t, env, emulator.UsagePolicies).ID }

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(home.ID, full, strict), ConfigPlanChecks: planned(create, create),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(usageAddress, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(usageAddress, tfjsonpath.New("last_reset_at"), knownvalue.Null()),
					statecheck.ExpectKnownValue(rateAddress, tfjsonpath.New("target"), knownvalue.StringExact("llm")),
					statecheck.ExpectKnownValue(rateAddress, tfjsonpath.New("created_at"), knownvalue.NotNull()),
				},
			},
			env.ImportStep(usageAddress, func() []string { return []string{usageID(), home.ID + "/Per user"} }),
			env.ImportStep(rateAddress, func() []string { return []string{home.ID + "/" + only(t, env, emulator.RatePolicies).ID} }),
			{Config: hcl(home.ID, bare, blocked), ConfigPlanChecks: planned(update, update)},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.UsagePolicies, usageID(), attrs{"credit_limit": 999}) },
				Config:    hcl(home.ID, bare, blocked), ConfigPlanChecks: planned(update, noop),
			},
			// The slug of the same workspace: updates that send nothing.
			{Config: hcl(home.Slug, bare, blocked), ConfigPlanChecks: planned(update, update)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.UsagePolicies, usageID())
				},
				Config: hcl(home.Slug, bare, blocked), ConfigPlanChecks: planned(create, noop),
			},
		},
	})

	const (
		group = `"group_by":[{"key":"metadata.user"}]`
		again = `POST {"name":"Per member","workspace_id":%q,"type":"cost","conditions":[{"key":"model","value":"*"}],` + group + `,"credit_limit":120.5,"periodic_reset_days":10}`
	)
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"name":"Per user","workspace_id":%q,"type":"cost","conditions":[{"key":"metadata.team","value":"fraud"},`+
			`{"key":"model","value":["gpt-4o","o3"],"excludes":"o1"}],%s,"credit_limit":100,"alert_threshold":80,"periodic_reset":"weekly"}`, home.ID, group),
		`PUT {"description":"Of the fraud team"}`,
		fmt.Sprintf(`POST {"name":"Per key","workspace_id":%q,"type":"requests","conditions":[{"key":"endpoint_type","value":"chatComplete"}],`+
			`"group_by":[{"key":"api_key"},{"key":"model"}],"unit":"rpm","value":60,"target":"llm"}`, home.ID),
		`PUT {"name":"Per member","description":null,"conditions":[{"key":"model","value":"*"}],"credit_limit":120.5,"alert_threshold":null,"periodic_reset":null,"periodic_reset_days":10}`,
		`PUT {"unit":"rpd","value":0}`,
		`PUT {"credit_limit":120.5}`,
		fmt.Sprintf(again, home.ID),
		`DELETE`, `DELETE`,
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}
