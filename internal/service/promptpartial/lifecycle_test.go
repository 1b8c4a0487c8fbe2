package promptpartial_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The life of a partial under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := start(t)
	hcl := func(name, content string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_prompt_partial\" \"test\" {\n  name = %q\n  workspace_id = %q\n  content = %q\n}\n", name, home, content))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: hcl("Rules", "Be kind"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate)},
			env.ImportStep(address, func() []string { return []string{home + "/" + only(t, env).Slug, "Production/Rules"} }),
			{Config: hcl("Rule", "Be kind"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Rule", "Be brief"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // what somebody publishes is put right
				PreConfig: func() { env.API.Edit(emulator.Partials, only(t, env).ID, attrs{"string": "Theirs"}) },
				Config:    hcl("Rule", "Be brief"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Partials, only(t, env).ID)
				},
				Config: hcl("Rule", "Be brief"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})
	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	const create = `POST {"name":%q,"string":%q,"workspace_id":"` + home + `"}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Rules", "Be kind"), `PUT {"name":"Rule"}`, `PUT {"string":"Be brief"}`, `PUT {"version":2}`,
		`PUT {"string":"Be brief"}`, `PUT {"version":4}`, fmt.Sprintf(create, "Rule", "Be brief"), `DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}
