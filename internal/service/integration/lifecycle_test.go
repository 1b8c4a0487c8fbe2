package integration_test

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

// The whole life of an integration under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	const role = "arn:aws:iam::123456789012:role/portkey"
	hcl := func(name, region, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_integration\" \"test\" {\n  name = %q\n  slug = \"bedrock-prod\"\n  ai_provider_id = \"bedrock\"\n"+
			"  configurations = jsonencode({\n    aws_auth_type = \"assumedRole\"\n    aws_role_arn = %q\n    aws_region = %q\n  })\n"+
			"  secret_configurations = { aws_external_id = %q }\n%s\n}\n", name, role, region, awsSecret, more))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("Bedrock", "eu-central-1", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("type"), knownvalue.StringExact("organisation")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("default_provider_id"), knownvalue.Null()),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("secret_configurations")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only(t, env).Slug, only(t, env).ID, "Bedrock"} }, "secret_configurations"),
			{Config: hcl("Bedrock EU", "eu-central-1", `  tags = { team = "fraud" }`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Bedrock EU", "us-east-1", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right, and the secret goes along
				PreConfig: func() {
					env.API.Edit(emulator.Integrations, only(t, env).ID, attrs{"name": "Theirs", "configurations": attrs{
						"aws_auth_type": "assumedRole", "aws_role_arn": role, "aws_region": "eu-west-1", "aws_external_id": "theirs-5b1f0c9d7a",
					}})
				},
				Config: hcl("Bedrock EU", "us-east-1", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Integrations, only(t, env).ID)
				},
				Config: hcl("Bedrock EU", "us-east-1", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	configurations := func(region string) string {
		return `"configurations":{"aws_auth_type":"assumedRole","aws_external_id":"` + awsSecret + `","aws_region":"` + region + `","aws_role_arn":"` + role + `"}`
	}
	create := `POST {"name":"%s","ai_provider_id":"bedrock","slug":"bedrock-prod",%s,"create_default_provider":false}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Bedrock", configurations("eu-central-1")),
		`PUT {"name":"Bedrock EU","tags":{"team":"fraud"}}`,
		`PUT {` + configurations("us-east-1") + `,"tags":{}}`,
		`PUT {"name":"Bedrock EU",` + configurations("us-east-1") + `}`,
		fmt.Sprintf(create, "Bedrock EU", configurations("us-east-1")),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.Integrations); len(left) > 0 {
		t.Errorf("%d integrations are left", len(left))
	}
}
