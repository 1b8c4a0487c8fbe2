package secretreference_test

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

// The whole life of a secret reference under the real CLI, with every write that the API
// gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	hcl := func(name, token, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_secret_reference\" \"test\" {\n  name = %q\n  manager_type = \"hashicorp_vault\"\n  secret_path = \"secret/data/openai\"\n"+
			"  vault_token = {\n    vault_addr = %q\n    vault_token = %q\n  }\n%s\n}\n", name, vault, token, more))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("OpenAI", token, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("slug"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("last_updated_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("ACTIVE")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only(t, env).Slug, only(t, env).ID, "OpenAI"} }, "vault_token"),
			{Config: hcl("OpenAI EU", token, `  tags = { team = "fraud" }`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("OpenAI EU", "hvs.another-token", `  secret_key = "api_key"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.SecretReferences, only(t, env).ID)
				},
				Config: hcl("OpenAI EU", token, ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	create := `POST {"name":"%s","manager_type":"hashicorp_vault","auth_config":{"vault_addr":"` + vault + `","vault_auth_type":"token","vault_token":"` + token + `"},"secret_path":"secret/data/openai"}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "OpenAI"),
		`PUT {"name":"OpenAI EU","tags":{"team":"fraud"}}`,
		`PUT {"auth_config":{"vault_token":"hvs.another-token"},"secret_key":"api_key","tags":null}`,
		fmt.Sprintf(create, "OpenAI EU"),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.SecretReferences); len(left) > 0 {
		t.Errorf("%d secret references are left", len(left))
	}
}
