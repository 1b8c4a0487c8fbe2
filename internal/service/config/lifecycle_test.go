package config_test

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

const address = "portkey_config.test"

// The whole life of a config under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	only := func() emulator.Object { return env.API.All(emulator.Configs)[0] }
	hcl := func(name, workspace, config string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_config\" \"test\" {\n  name = %q\n  workspace_id = %q\n  config = %s\n}\n", name, workspace, config))
	}
	const retries, cached = `jsonencode({ retry = { attempts = 3 }, weight = 10 })`, `jsonencode({ cache = { mode = "simple" } })`

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("Retries", home.ID, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("slug"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("version_id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("last_updated_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("is_default"), knownvalue.Bool(false)),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("config")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only().Slug, only().ID, home.ID + "/Retries"} }),
			{Config: hcl("Retry", home.ID, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Retry", home.ID, cached), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Retry", home.ID, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			// The same object, spelled otherwise: an update that sends nothing.
			{Config: hcl("Retry", home.ID, `"{ \"weight\": 10.0, \"retry\": {\"attempts\":3} }"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right
				PreConfig: func() {
					env.API.Edit(emulator.Configs, only().ID, attrs{"name": "Theirs", "config": attrs{"retry": attrs{"attempts": 1}}})
				},
				Config: hcl("Retry", home.ID, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			// The slug of the same workspace: an update that sends nothing.
			{Config: hcl("Retry", home.Slug, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			env.ImportStep(address, func() []string { return []string{home.Slug + "/Retry"} }),
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Configs, only().ID)
				},
				Config: hcl("Retry", home.Slug, retries), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	create := `POST {"name":"%s","config":{"retry":{"attempts":3},"weight":10},"workspace_id":"` + home.ID + `"}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Retries"),
		`PUT {"name":"Retry"}`,
		`PUT {"config":{"cache":{"mode":"simple"}}}`,
		`PUT {"config":{"retry":{"attempts":3},"weight":10}}`,
		`PUT {"name":"Retry","config":{"retry":{"attempts":3},"weight":10}}`,
		fmt.Sprintf(create, "Retry"),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.Configs); len(left) > 0 {
		t.Errorf("%d configs are left", len(left))
	}
}
