package prompt_test

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

// The whole life of a prompt under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	in := env.API.Held(emulator.Collections, home.ID)
	hcl := func(name, collection, template, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_prompt\" \"test\" {\n  name = %q\n  collection_id = %q\n  template = %s\n  model = \"gpt-4o\"\n  provider_id = \"openai\"\n%s}\n",
			name, collection, template, more))
	}
	const hi, bye, draft = `jsonencode([{ role = "user", content = "Hi" }])`, `"Bye"`, "  publish = false\n"
	number := func(attribute string, n int64) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.Int64Exact(n))
	}

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("Refund", in[1].ID, hi, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{number("version", 1), number("latest_version", 1)},
			},
			env.ImportStep(address, func() []string { return []string{only(t, env).Slug, only(t, env).ID, home.Slug + "/Refund"} }),
			{Config: hcl("Refunds", in[1].ID, hi, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Refunds", in[2].ID, hi, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{
				Config: hcl("Refunds", in[2].ID, bye, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{number("version", 2), number("latest_version", 2)},
			},
			{
				Config: hcl("Refunds", in[2].ID, hi, draft), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{number("version", 2), number("latest_version", 3)},
			},
			{
				Config: hcl("Refunds", in[2].ID, hi, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{number("version", 3), number("latest_version", 3)},
			},
			{ // what somebody publishes is put right
				PreConfig: func() { env.API.Edit(emulator.Prompts, only(t, env).ID, attrs{"string": "Theirs"}) },
				Config:    hcl("Refunds", in[2].ID, hi, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Prompts, only(t, env).ID)
				},
				Config: hcl("Refunds", in[2].ID, bye, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	content := func(text, more string) string {
		return fmt.Sprintf(`"string":%s,"model":"gpt-4o","virtual_key":"openai","parameters":{}%s}`, text, more)
	}
	const messages, raw = `"[{\"content\":\"Hi\",\"role\":\"user\"}]"`, `,"is_raw_template":0,"tools":null,"tool_choice":null,"functions":null`
	if diff := cmp.Diff([]string{
		`POST {"name":"Refund","collection_id":"` + in[1].ID + `",` + content(messages, ""),
		`PUT {"name":"Refunds"}`,
		`PUT {"collection_id":"` + in[2].ID + `"}`,
		`PUT {` + content(`"Bye"`, raw), `PUT {"version":2}`,
		`PUT {` + content(messages, raw),
		`PUT {"version":3}`,
		`PUT {` + content(messages, raw), `PUT {"version":5}`,
		`POST {"name":"Refunds","collection_id":"` + in[2].ID + `",` + content(`"Bye"`, ""),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}
