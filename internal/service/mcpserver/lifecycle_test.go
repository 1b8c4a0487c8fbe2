package mcpserver_test

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

// The whole life of an MCP server under the real CLI, with every write that the API gets.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	hcl := func(workspace, integration, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_mcp_server\" \"test\" {\n  slug = \"fraud\"\n  workspace_id = %q\n  mcp_integration_id = %q\n  %s\n}\n",
			workspace, integration, more))
	}
	const (
		described = "name = \"Fraud tools\"\n  description = \"Of the fraud team\""
		bare      = `name = "Tools"`
	)

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(home.ID, integration, described), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
				},
			},
			env.ImportStep(address, func() []string { return []string{home.ID + "/fraud", home.ID + "/" + only(t, env).ID, "fraud"} }),
			{Config: hcl(home.ID, integration, bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.MCPServers, only(t, env).ID, attrs{"name": "Theirs"}) },
				Config:    hcl(home.ID, integration, bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			// The slug of the same workspace, and that of the same integration: an update that
			// sends nothing.
			{Config: hcl(home.Slug, "github", bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.MCPServers, only(t, env).ID)
				},
				Config: hcl(home.Slug, "github", bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	const create = `POST {"name":%q,"workspace_id":%q,"mcp_integration_id":%q,"slug":"fraud"%s}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "Fraud tools", home.ID, integration, `,"description":"Of the fraud team"`),
		`PUT {"name":"Tools","description":null}`,
		`PUT {"name":"Tools"}`,
		fmt.Sprintf(create, "Tools", home.ID, "github", ""),
		`DELETE`,
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.MCPServers); len(left) > 0 {
		t.Errorf("%d MCP servers are left", len(left))
	}
}

// chain is the configuration of all that a workspace reaches tools through. references puts
// the server behind the access by a reference, or else by depends_on.
func chain(references bool) string {
	through, after := "portkey_mcp_integration.github.id", "depends_on = [portkey_mcp_integration_workspace_access.fraud]"
	if references {
		through, after = "portkey_mcp_integration_workspace_access.fraud.mcp_integration_id", ""
	}
	return fmt.Sprintf(`
resource "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

resource "portkey_mcp_integration" "github" {
  name      = "GitHub"
  slug      = "github"
  url       = "https://mcp.example.com/mcp"
  auth_type = "none"
  transport = "http"
}

resource "portkey_mcp_integration_workspace_access" "fraud" {
  mcp_integration_id = portkey_mcp_integration.github.id
  workspace_id       = portkey_workspace.fraud.id
}

resource "portkey_mcp_server" "fraud" {
  name               = "Fraud tools"
  workspace_id       = portkey_workspace.fraud.id
  mcp_integration_id = %s
  %s
}

resource "portkey_mcp_server_user_access" "fraud" {
  mcp_server_id  = portkey_mcp_server.fraud.id
  default_access = "deny"
}
`, through, after)
}

// One apply creates the whole chain, and another one destroys it, without a create that is
// rejected.
func TestChain_cli(t *testing.T) {
	t.Parallel()
	for name, references := range map[string]bool{"by reference": true, "by depends_on": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, _, _ := start(t)
			env.API.Drop(emulator.MCPIntegrationWorkspaces, env.API.All(emulator.MCPIntegrationWorkspaces)[0].ID)
			env.API.Drop(emulator.MCPIntegrations, "github")
			tf := env.CLI(t, chain(references))
			tf.Run(0, "apply", "-auto-approve")
			var posts int
			for _, one := range env.Writes() {
				if one.Method == "POST" && strings.HasSuffix(one.Path, "/mcp-servers") {
					posts++
				}
			}
			if posts != 1 || only(t, env).Fields["default_user_access"] != "deny" {
				t.Errorf("%d creates of %v", posts, only(t, env).Fields)
			}
			tf.Run(0, "apply", "-destroy", "-auto-approve")
			for _, noun := range []emulator.Noun{emulator.MCPServers, emulator.MCPIntegrations} {
				if left := env.API.All(noun); len(left) > 0 {
					t.Errorf("%d of %s are left", len(left), noun)
				}
			}
		})
	}
}
