package mcpintegration_test

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

// The whole life of an MCP integration under the real CLI, with every write that the API
// gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	hcl := func(name, forwarded, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_mcp_integration\" \"test\" {\n  name = %q\n  slug = \"tickets\"\n  url = \"https://tickets.example.com/mcp\"\n"+
			"  auth_type = \"headers\"\n  transport = \"http\"\n"+
			"  configurations = jsonencode({\n    custom_headers = { X-Tenant = \"support\" }\n    forward_headers = [%q]\n  })\n"+
			"  secret_configurations = jsonencode({ custom_headers = { Authorization = %q } })\n%s\n}\n", name, forwarded, token, more))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("Tickets", "x-a", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("type"), knownvalue.StringExact("organisation")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("secret_configurations")),
				},
			},
			// Nobody knows the headers after an import: Portkey masks them.
			env.ImportStep(address, func() []string { return []string{only(t, env).Slug, only(t, env).ID, "Tickets"} }, "secret_configurations", "configurations"),
			{Config: hcl("Issues", "x-a", `  description = "For support"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Issues", "x-b", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right, and the secret goes along
				PreConfig: func() {
					env.API.Edit(emulator.MCPIntegrations, only(t, env).ID, attrs{"name": "Theirs", "configurations": attrs{"forward_headers": []any{"x-theirs"}}})
				},
				Config: hcl("Issues", "x-b", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.MCPIntegrations, only(t, env).ID)
				},
				Config: hcl("Issues", "x-b", ""), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	create := `POST {"name":"%s","url":"https://tickets.example.com/mcp","auth_type":"headers","transport":"http","slug":"tickets",%s}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Tickets", whole("x-a")),
		`PUT {"name":"Issues","description":"For support"}`,
		`PUT {"description":null,` + whole("x-b") + `}`,
		`PUT {"name":"Issues",` + whole("x-b") + `}`,
		fmt.Sprintf(create, "Issues", whole("x-b")),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.MCPIntegrations); len(left) > 0 {
		t.Errorf("%d MCP integrations are left", len(left))
	}
}
