package workspace_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The life of a workspace under the real CLI on control planes that answer as newer
// back ends do. Every step ends with an empty plan. By day that is one of them; TestLaws
// has the others in this process.
func TestResource_lifecycleOnNewerBackEnds(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"null clears": {
			Description: emulator.ClearedByNull, MergedLimits: true, OneUsageLimit: true,
			NotFound: emulator.NotFoundIs404, ListName: emulator.NamePlain,
		},
		"null does not clear": {
			Description: emulator.NeverCleared, MergedLimits: true, RigidLimits: true, OneUsageLimit: true,
			NotFound: emulator.NotFoundIs404, ListName: emulator.NameEither,
		},
	} {
		if answers.Description == emulator.ClearedByNull && !harness.Nightly() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(answers))
			later := func() { env.API.Advance(2 * time.Second) }
			attribute := func(name string) tfjsonpath.Path { return tfjsonpath.New(name) }
			const (
				whole = `resource "portkey_workspace" "test" {
  name         = "Production"
  icon         = "🚀"
  description  = "Customer traffic"
  usage_limits = [{ type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" }]
  rate_limits  = [{ type = "requests", unit = "rpm", value = 60 }]
}`
				reduced = `resource "portkey_workspace" "test" {
  name         = "Production"
  icon         = "🚀"
  usage_limits = [{ type = "cost", credit_limit = 500, periodic_reset = "never" }]
}`
				retyped = `resource "portkey_workspace" "test" {
  name         = "Production"
  usage_limits = [{ type = "tokens", credit_limit = 9000, periodic_reset_days = 30 }]
}`
				bare = `resource "portkey_workspace" "test" { name = "Production" }`
			)
			updated := harness.ExpectAction(address, plancheck.ResourceActionUpdate)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				CheckDestroy:             func(*terraform.State) error { return env.NothingLeft() },
				Steps: []resource.TestStep{
					{Config: env.Config(whole)},
					{ResourceName: address, ImportState: true, ImportStateVerify: true},
					{
						PreConfig: later, Config: env.Config(reduced), ConfigPlanChecks: updated,
						ConfigStateChecks: []statecheck.StateCheck{
							statecheck.ExpectKnownValue(address, attribute("description"), knownvalue.Null()),
							statecheck.ExpectKnownValue(address, attribute("usage_limits").AtSliceIndex(0).AtMapKey("alert_threshold"), knownvalue.Null()),
						},
					},
					{PreConfig: later, Config: env.Config(retyped), ConfigPlanChecks: updated},
					{ // drift of what could not be cleared
						PreConfig: func() {
							later()
							env.API.EditWorkspace(env.Only().ID, attrs{"description": "Set in the UI"})
							later()
						},
						Config: env.Config(retyped), ConfigPlanChecks: updated,
					},
					{PreConfig: later, Config: env.Config(bare), ConfigPlanChecks: updated},
					{
						PreConfig: func() { env.API.DeleteWorkspace(env.Only().ID) },
						Config:    env.Config(whole), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
					},
				},
			})
		})
	}
}
