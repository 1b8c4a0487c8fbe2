package workspace_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_workspace.test"

const full = `resource "portkey_workspace" "test" {
  name        = "Production"
  description = "Customer traffic"
  icon        = "🚀"

  defaults = {
    metadata = { team = "payments", environment = "production" }
  }

  usage_limits = [
    { type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },
    { type = "tokens", credit_limit = 100000, periodic_reset_days = 30 },
  ]
  rate_limits = [{ type = "requests", unit = "rpm", value = 60 }]
}`

// The whole life of a workspace under the real CLI, each request compared with
// what the configuration says.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	attribute := func(name string) tfjsonpath.Path { return tfjsonpath.New(name) }

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		CheckDestroy: func(*terraform.State) error {
			return env.NothingLeft()
		},
		Steps: []resource.TestStep{
			{
				Config: env.Config(full),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, attribute("name"), knownvalue.StringExact("Production")),
					statecheck.ExpectKnownValue(address, attribute("icon"), knownvalue.StringExact("🚀")),
					statecheck.ExpectKnownValue(address, attribute("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, attribute("slug"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, attribute("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, attribute("last_updated_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, attribute("is_default"), knownvalue.Bool(false)),
					statecheck.ExpectKnownValue(address, attribute("organisation_id"), knownvalue.StringExact(env.API.OrganisationID())),
					statecheck.ExpectKnownValue(address, attribute("usage_limits").AtSliceIndex(0).AtMapKey("next_usage_reset_at"), knownvalue.Null()),
				},
				Check: env.Sent("POST", `{
					"name": "Production", "description": "Customer traffic", "icon": "🚀",
					"defaults": {"metadata": {"team": "payments", "environment": "production"}},
					"usage_limits": [
						{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
						{"type": "tokens", "credit_limit": 100000, "periodic_reset_days": 30}],
					"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}]}`),
			},
			{ // another order of limits, and of nothing else
				Config: env.Config(replace(full,
					`{ type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },`, ``,
					`periodic_reset_days = 30 },`, `periodic_reset_days = 30 }, { type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },`)),
				PlanOnly: true,
			},
			{
				ResourceName:      address,
				ImportState:       true,
				ImportStateVerify: true,
			},
			{ // drift of every attribute, each put right by one request
				PreConfig: func() {
					env.API.ResetRequests()
					env.API.EditWorkspace(env.Only().ID, map[string]any{
						"name": "Renamed", "icon": "🎯", "description": "somebody's", "rate_limits": nil, "usage_limits": nil,
						"defaults": map[string]any{"metadata": map[string]any{"team": "other"}},
					})
				},
				Config: env.Config(full),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				}},
				Check: env.Sent("PUT", `{
					"name": "Production", "icon": "🚀", "description": "Customer traffic",
					"defaults": {"metadata": {"team": "payments", "environment": "production"}},
					"usage_limits": [
						{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
						{"type": "tokens", "credit_limit": 100000, "periodic_reset_days": 30}],
					"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}]}`),
			},
			{ // everything optional removed: cleared by the table of forms
				PreConfig: env.API.ResetRequests,
				Config:    env.Config(`resource "portkey_workspace" "test" { name = "Production" }`),
				Check: env.Sent("PUT",
					`{"icon": ""}`,
					`{"description": "", "defaults": {"metadata": {}}, "usage_limits": null, "rate_limits": null}`),
			},
			{ // deleted in the UI: planned again
				PreConfig: func() { env.API.DeleteWorkspace(env.Only().ID) },
				Config:    env.Config(`resource "portkey_workspace" "test" { name = "Production" }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

// replace is text with each pair of old and new replaced.
func replace(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
