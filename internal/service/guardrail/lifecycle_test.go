package guardrail_test

import (
	"fmt"
	"strings"
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

// The whole life of a guardrail under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	only := func() emulator.Object { return env.API.All(emulator.Guardrails)[0] }
	hcl := func(name, place, parameters, actions string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_guardrail\" \"test\" {\n  name = %q\n  %s\n  checks = [{ id = \"default.contains\", parameters = %s }]\n  actions = %s\n}\n", name, place, parameters, actions))
	}
	inside, organisations := fmt.Sprintf("scope = \"workspace\"\n  workspace_id = %q", home.ID), `scope = "organisation"`
	const words, others = `jsonencode({ words = ["secret"], operator = "none" })`, `jsonencode({ words = ["key"], operator = "all" })`

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("No secrets", inside, words, "{ deny = true }"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("slug"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("version_id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("last_updated_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("checks").AtSliceIndex(0).AtMapKey("parameters")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only().Slug, only().ID, home.ID + "/No secrets"} }),
			{Config: hcl("Secrets", inside, words, "{ deny = true }"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Secrets", inside, others, "{ async = true }"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			// The same object, spelled otherwise.
			{Config: hcl("Secrets", inside, `"{ \"words\": [\"key\"], \"operator\":\"all\" }"`, "{ async = true }"), PlanOnly: true},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.Guardrails, only().ID, attrs{"actions": attrs{"deny": true}}) },
				Config:    hcl("Secrets", inside, others, "{ async = true }"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{Config: hcl("Secrets", organisations, others, "{}"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionDestroyBeforeCreate)},
			env.ImportStep(address, func() []string { return []string{"Secrets", only().Slug} }),
			{ // deleted by somebody, while another one shows that the key would see it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Add(emulator.Guardrails, "", attrs{"name": "Another"})
					env.API.Drop(emulator.Guardrails, only().ID)
				},
				Config: hcl("Secrets", organisations, others, "{}"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	checks := func(operator, word string) string {
		return fmt.Sprintf(`"checks":[{"id":"default.contains","parameters":{"operator":%q,"words":[%q]}}]`, operator, word)
	}
	create := `POST {"name":"Secrets",` + checks("all", "key") + `,"actions":{"async":false,"deny":false,"sequential":false}}`
	if diff := cmp.Diff([]string{
		`POST {"name":"No secrets","workspace_id":"` + home.ID + `",` + checks("none", "secret") + `,"actions":{"async":false,"deny":true,"sequential":false}}`,
		`PUT {"name":"Secrets"}`,
		`PUT {` + checks("all", "key") + `,"actions":{"async":true,"deny":false,"sequential":false}}`,
		`PUT {"actions":{"async":true,"deny":false,"sequential":false}}`,
		`DELETE`,
		create, create,
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}
