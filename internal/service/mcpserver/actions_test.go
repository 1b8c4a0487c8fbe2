package mcpserver_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	test       = "portkey_test_mcp_server"
	disconnect = "portkey_disconnect_mcp_user"
)

// A test that fails is an error with the reason that Portkey gives.
func TestTest(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	id := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github"})
	d := env.Driver(t)
	for _, ref := range []string{id, "fraud"} {
		progress, diags := d.Invoke(test, attrs{"mcp_server_id": ref})
		harness.NoErrors(t, diags)
		if want := []string{"Portkey has connected to the MCP server Fraud tools in 12 ms."}; !slices.Equal(progress, want) {
			t.Errorf("got %q", progress)
		}
	}
	env.API.Edit(emulator.MCPServers, id, attrs{"test": attrs{"success": false, "status_code": 502, "error": "connection refused", "server_name": "Fraud tools"}})
	_, diags := d.Invoke(test, attrs{"mcp_server_id": id})
	harness.WantError(t, diags, "mcp_server_id", "Cannot test MCP server", "could not connect to the MCP server Fraud tools", "connection refused (HTTP status 502)")
	env.API.Edit(emulator.MCPServers, id, attrs{"test": attrs{"success": false}})
	_, diags = d.Invoke(test, attrs{"mcp_server_id": id})
	harness.WantError(t, diags, "mcp_server_id", "no reason is given")
	_, diags = d.Invoke(test, attrs{"mcp_server_id": "nowhere"})
	harness.WantError(t, diags, "mcp_server_id", "Cannot test MCP server", "No MCP server that is visible to this API key", "404 AB08")
	env.API.SetAnswers(emulator.Answers{MCPActionsRefused: true})
	_, diags = d.Invoke(test, attrs{"mcp_server_id": id})
	harness.WantError(t, diags, "", "403 AB03", "scope mcp_servers.read", "a user's own API key")
}

// A user is disconnected by the ID or the e-mail address, and one who is not connected is no
// error.
func TestDisconnect(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	grace := env.API.Add(emulator.Users, "", attrs{"email": "grace@example.com"})
	other := env.API.Add(emulator.Users, "", attrs{"email": "other@example.com"})
	id := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github"})
	connect := func() {
		env.API.Edit(emulator.MCPServers, id, attrs{"connections": attrs{grace: attrs{}, other: attrs{}}})
		env.API.ResetRequests()
	}
	d := env.Driver(t)
	for _, c := range [][3]string{{id, home.ID, grace}, {"fraud", home.Slug, "Grace@example.com"}} {
		connect()
		args := attrs{"mcp_server_id": c[0], "workspace_id": c[1], "user_id": c[2]}
		progress, diags := d.Invoke(disconnect, args)
		harness.NoErrors(t, diags)
		if len(progress) != 1 || !strings.Contains(progress[0], "was disconnected from the MCP server "+c[0]) {
			t.Errorf("got %q", progress)
		}
		left := only(t, env).Fields["connections"].(attrs)
		if _, there := left[grace]; there || len(left) != 1 {
			t.Errorf("connected: %v", left)
		}
		progress, diags = d.Invoke(disconnect, args)
		harness.NoErrors(t, diags)
		if len(progress) != 1 || !strings.Contains(progress[0], "is not connected") || len(env.Writes()) != 1 {
			t.Errorf("got %q after %d writes", progress, len(env.Writes()))
		}
	}

	connect()
	args := func(name, value string) attrs {
		config := attrs{"mcp_server_id": id, "workspace_id": home.ID, "user_id": grace}
		config[name] = value
		return config
	}
	_, diags := d.Invoke(disconnect, args("user_id", "nobody@example.com"))
	harness.WantError(t, diags, "user_id", "No user of the organisation")
	_, diags = d.Invoke(disconnect, args("mcp_server_id", "nowhere"))
	harness.WantError(t, diags, "mcp_server_id", "No MCP server that is visible")
	harness.WantUntouched(t, env, true)
	env.API.SetAnswers(emulator.Answers{MCPActionsRefused: true})
	_, diags = d.Invoke(disconnect, args("user_id", grace))
	harness.WantError(t, diags, "", "403 AB03", "was not disconnected", "a user's own API key")
	env.API.SetAnswers(emulator.Answers{})
	env.API.Fail(emulator.Fault{Method: http.MethodDelete, When: emulator.After, Reset: true})
	_, diags = d.Invoke(disconnect, args("user_id", grace))
	if diags.Err() != nil { // the DELETE is repeated, and finds nothing
		harness.WantError(t, diags, "", "the response was lost", "does no harm twice")
	}
}

// The actions run under a CLI that has actions.
func TestActions_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestTest and TestDisconnect")
	env, home, _ := start(t)
	grace := env.API.Add(emulator.Users, "", attrs{"email": "grace@example.com"})
	id := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github"})
	env.API.Edit(emulator.MCPServers, id, attrs{"connections": attrs{grace: attrs{}}})
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(`
action "portkey_test_mcp_server" "fraud" {
  config {
    mcp_server_id = "fraud"
  }
}

action "portkey_disconnect_mcp_user" "grace" {
  config {
    mcp_server_id = "fraud"
    workspace_id  = "`+home.Slug+`"
    user_id       = "grace@example.com"
  }
}
`))
	tf.Run(0, "init")
	if out := tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_test_mcp_server.fraud"); !strings.Contains(harness.Flat(out), "has connected to the MCP server") {
		t.Errorf("the CLI shows\n%s", out)
	}
	tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_disconnect_mcp_user.grace")
	if left := only(t, env).Fields["connections"].(attrs); len(left) > 0 {
		t.Errorf("connected: %v", left)
	}
}
