package integrationmodels_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// sent are the writes that the API got of models.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, strings.TrimSpace(one.Method+" "+one.RawQuery+string(one.Body)))
	}
	return all
}

// The whole life of all models of an integration under the real CLI, with every write that
// the API gets.
func TestSetResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	theirs(env, integration, "theirs")
	hcl := func(integration, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_integration_models\" \"test\" {\n  integration_id = %q\n  %s\n}\n", integration, more))
	}
	const (
		full = `
  models = {
    "gpt-4o" = {}
    "fraud/v1" = {
      custom         = { base_model_slug = "gpt-4o", is_finetune = true }
      custom_host    = "https://models.example.com/v1"
      custom_headers = { x-team = "fraud-detection" }
      pricing        = { request_token = 0.00025, response_token = 0.001 }
    }
  }`
		bare = `models = { "gpt-4o" = {} }`
		all  = "allow_all_models = true"
	)
	deletes := func(slugs ...knownvalue.Check) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("deleted_models"), knownvalue.ListExact(slugs))}
	}
	steps := []resource.TestStep{
		{
			Config: hcl("openai", full), ConfigStateChecks: deletes(knownvalue.StringExact("theirs")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(setAddress, tfjsonpath.New("deleted_models"), knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("theirs")})),
			}},
		},
		env.ImportStep(setAddress, func() []string { return []string{"openai", integration, "OpenAI"} }, "integration_id", "deleted_models"),
		// The ID of the same integration is an update that sends nothing.
		{Config: hcl(integration, full), ConfigPlanChecks: harness.ExpectAction(setAddress, plancheck.ResourceActionUpdate)},
		{
			Config: hcl(integration, bare), ConfigPlanChecks: harness.ExpectAction(setAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: deletes(knownvalue.StringExact("fraud/v1")),
		},
		{ // what somebody enables is disabled
			PreConfig: func() {
				env.API.Add(emulator.IntegrationModels, "", attrs{"name": "gpt-4.1", "integration_id": integration})
			},
			Config: hcl(integration, bare), ConfigPlanChecks: harness.ExpectAction(setAddress, plancheck.ResourceActionUpdate), ConfigStateChecks: deletes(),
		},
		{Config: hcl(integration, all), ConfigPlanChecks: harness.ExpectAction(setAddress, plancheck.ResourceActionUpdate)},
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: steps})

	const (
		put   = `PUT {"models":[%s],"allow_all_models":%t,"override_existing_model_access":%t}`
		fraud = `{"slug":"fraud/v1","enabled":true,"is_custom":true,"is_finetune":true,"base_model_slug":"gpt-4o",` +
			`"configurations":{"custom_host":"https://models.example.com/v1","custom_headers":{"x-team":"fraud-detection"}},` +
			`"pricing_config":{"type":"static","pay_as_you_go":{"request_token":{"price":0.00025},"response_token":{"price":0.001}}}}`
		gpt = `{"slug":"gpt-4o","enabled":true}`
	)
	if diff := cmp.Diff([]string{
		fmt.Sprintf(put, fraud+","+gpt, false, true),
		"DELETE slugs=theirs",
		fmt.Sprintf(put, gpt, false, true),
		"DELETE slugs=fraud%2Fv1",
		fmt.Sprintf(put, gpt, false, true),
		fmt.Sprintf(put, "", true, true),
		fmt.Sprintf(put, "", false, false),
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	wantEnabled(t, env)
}

// The whole life of one model under the real CLI, beside models of others.
func TestRowResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	theirs(env, integration, "theirs")
	env.API.Add(emulator.IntegrationModels, "", attrs{"name": "gpt-4.1", "integration_id": integration})
	hcl := func(integration, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_integration_model_access\" \"test\" {\n  integration_id = %q\n  model_slug = \"fraud/v1\"\n  %s\n}\n", integration, more))
	}
	const (
		full = `
  custom         = { base_model_slug = "gpt-4o" }
  custom_headers = { x-team = "fraud-detection" }
  pricing        = { request_token = 0.00025 }`
		bare  = `custom = { base_model_slug = "gpt-4o" }`
		other = `custom = { base_model_slug = "gpt-4.1" }`
	)
	steps := []resource.TestStep{
		{
			Config: hcl("openai", full), ConfigPlanChecks: harness.ExpectAction(rowAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(rowAddress, tfjsonpath.New("id"), knownvalue.StringExact("openai/fraud/v1")),
				statecheck.ExpectKnownValue(rowAddress, tfjsonpath.New("created_at"), knownvalue.NotNull()),
			},
		},
		env.ImportStep(rowAddress, func() []string { return []string{"openai/fraud/v1", "OpenAI/fraud/v1"} }),
		{Config: hcl(integration, full), ConfigPlanChecks: harness.ExpectAction(rowAddress, plancheck.ResourceActionUpdate)},
		{Config: hcl(integration, bare), ConfigPlanChecks: harness.ExpectAction(rowAddress, plancheck.ResourceActionUpdate)},
		{ // somebody's edit is put right
			PreConfig: func() {
				for _, one := range env.API.All(emulator.IntegrationModels) {
					if one.Slug == "fraud/v1" {
						env.API.Edit(emulator.IntegrationModels, one.ID, attrs{"enabled": false})
					}
				}
			},
			Config: hcl(integration, bare), ConfigPlanChecks: harness.ExpectAction(rowAddress, plancheck.ResourceActionUpdate),
		},
		{Config: hcl(integration, other), ConfigPlanChecks: harness.ExpectAction(rowAddress, plancheck.ResourceActionReplace)},
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: env.Factories, Steps: steps})

	const (
		put = `PUT {"models":[{"slug":"fraud/v1","enabled":true,"is_custom":true,"is_finetune":false,"base_model_slug":%q%s}],` +
			`"allow_all_models":false,"override_existing_model_access":false}`
		settings = `,"configurations":{"custom_headers":{"x-team":"fraud-detection"}},"pricing_config":{"type":"static","pay_as_you_go":{"request_token":{"price":0.00025}}}`
		remove   = "DELETE slugs=fraud%2Fv1"
	)
	if diff := cmp.Diff([]string{
		fmt.Sprintf(put, "gpt-4o", settings),
		fmt.Sprintf(put, "gpt-4o", `,"configurations":null,"pricing_config":null`),
		fmt.Sprintf(put, "gpt-4o", ""),
		remove,
		fmt.Sprintf(put, "gpt-4.1", ""),
		remove,
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	wantEnabled(t, env, "gpt-4.1", "theirs*")
}
