package provider_test

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
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The whole life of a provider under the real CLI, with every write that the API gets. Its
// control plane rejects a create with rate limits, so that they are set after it.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.SetAnswers(emulator.Answers{NoInlineRates: true})
	hcl := func(workspace, integration, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_provider\" \"test\" {\n  slug = \"fraud\"\n  workspace_id = %q\n  integration_id = %q\n  %s\n}\n",
			workspace, integration, more))
	}
	const (
		limited = `
  name         = "Fraud detection"
  note         = "Of the fraud team"
  usage_limits = [{ type = "cost", credit_limit = 100, periodic_reset = "monthly" }]
  rate_limits  = [{ type = "requests", unit = "rpm", value = 60 }]`
		bare = `name = "Fraud"`
	)

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(home.ID, "openai", limited), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("ai_provider_name"), knownvalue.StringExact("openai")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
				},
			},
			env.ImportStep(address, func() []string {
				return []string{home.ID + "/fraud", home.ID + "/" + only(t, env).ID, home.ID + ":" + only(t, env).ID}
			}),
			{Config: hcl(home.ID, "openai", bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.Providers, only(t, env).ID, attrs{"name": "Theirs"}) },
				Config:    hcl(home.ID, "openai", bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			// The slug of the same workspace, and the ID of the same integration: an update that
			// sends nothing.
			{Config: hcl(home.Slug, integration, bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Providers, only(t, env).ID)
				},
				Config: hcl(home.Slug, "openai", bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	const create = `POST {"name":%q,"workspace_id":%q,"integration_id":"openai","slug":"fraud"%s}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Fraud detection", home.ID, `,"note":"Of the fraud team","usage_limits":{"type":"cost","credit_limit":100,"periodic_reset":"monthly"}`),
		fmt.Sprintf(`PUT {"workspace_id":%q,"rate_limits":[{"type":"requests","unit":"rpm","value":60}]}`, home.ID),
		fmt.Sprintf(`PUT {"workspace_id":%q,"name":"Fraud","note":"","usage_limits":null,"rate_limits":null}`, home.ID),
		fmt.Sprintf(`PUT {"workspace_id":%q,"name":"Fraud"}`, home.ID),
		fmt.Sprintf(create, "Fraud", home.ID, ""),
		`DELETE`,
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.Providers); len(left) > 0 {
		t.Errorf("%d providers are left", len(left))
	}
}
