package mcpserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const address = "portkey_mcp_server.test"

// start starts an API with a workspace that an MCP integration is enabled for.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, integration string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production"})
	integration = env.API.Add(emulator.MCPIntegrations, "", attrs{"name": "GitHub", "slug": "github"})
	env.API.Add(emulator.MCPIntegrationWorkspaces, home.ID, attrs{"integration_id": integration})
	return env, home, integration
}

// in is the configuration of an MCP server in a workspace, with pairs of a name and a value
// laid over it.
func in(workspace any, more ...any) attrs {
	config := attrs{"name": "Fraud tools", "workspace_id": workspace, "mcp_integration_id": "github"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one MCP server that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.MCPServers)
	if len(all) != 1 {
		t.Fatalf("there are %d MCP servers, want 1", len(all))
	}
	return all[0]
}

// sent are the writes so far.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	return all
}

// The id and the slug of a workspace or an MCP integration are one to a plan, whichever of
// them answers have.
func TestResource_references(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	m := env.Create(t, address, in(home.ID, "mcp_integration_id", integration))
	for _, config := range []attrs{in(home.Slug), in(home.ID), in(home.ID, "mcp_integration_id", integration)} {
		if p := m.Apply(config); p.Action != harness.Update || len(env.Writes()) > 0 {
			t.Errorf("planned %s, and wrote %v", p.Action, sent(env))
		}
	}
	env.API.SetAnswers(emulator.Answers{MCPIntegrationSlugs: true})
	m.WantNoDrift(in(home.ID, "mcp_integration_id", integration))
	env.API.Add(emulator.MCPIntegrations, "", attrs{"slug": "other"})
	for name, config := range map[string]attrs{
		"integration": in(home.ID, "mcp_integration_id", "other"), "slug": in(home.ID, "mcp_integration_id", integration, "slug", "other-tools"),
		"workspace": in(env.API.AddWorkspace(attrs{"name": "Other"}).ID, "mcp_integration_id", integration),
	} {
		if p := m.Plan(config); p.Action != harness.Replace {
			t.Errorf("planned %s for another %s", p.Action, name)
		}
	}
}

// A create waits for the grant of its integration, and not for ever.
func TestResource_grant(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Manage(t, address)
	p := m.Plan(in(home.ID))
	env.API.ResetRequests()
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/mcp-servers", Times: 3, Status: http.StatusForbidden})
	harness.NoErrors(t, m.Driver.Apply(p))
	if posts := env.API.Bodies(http.MethodPost, "/mcp-servers"); len(posts) != 4 || len(env.API.All(emulator.MCPServers)) != 1 {
		t.Errorf("%d requests, and %d MCP servers", len(posts), len(env.API.All(emulator.MCPServers)))
	}

	lonely := env.API.AddWorkspace(attrs{"name": "Lonely"})
	refused := env.Manage(t, "portkey_mcp_server.refused")
	p = refused.Plan(in(lonely.ID))
	began := time.Now()
	harness.WantError(t, refused.Driver.Apply(p), "", "403 AB03", `MCP integration "github" is not enabled for the workspace`, "scope mcp_servers.create",
		"portkey_mcp_integration_workspace_access", "depends_on", "Nothing was created", "API key of the workspace with the scopes mcp_servers.*")
	if time.Since(began) > 30*time.Second {
		t.Errorf("it took %s", time.Since(began))
	}
	if refused.Driver.State("portkey_mcp_server.refused") != nil {
		t.Error("the state has an MCP server")
	}
}

// A key that a control plane refuses MCP servers is told which one works.
func TestResource_keyOfOrganisation(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, in(home.ID))
	const works = "An API key of the workspace with the scopes mcp_servers.* works there."
	env.API.SetScopes(env.Key, "workspaces.read", "workspaces.list")
	m.Driver = env.Restart(t, m.Driver)
	harness.WantError(t, m.Driver.Refresh(address), "", "403 AB03", works)
	harness.WantError(t, m.Driver.Destroy(address), "", "403 AB03", works)
	_, diags := m.Driver.Data("portkey_mcp_servers", attrs{"workspace_id": home.ID})
	harness.WantError(t, diags, "", "Cannot list MCP servers", works)
	_, diags = m.Driver.Data("portkey_mcp_server", attrs{"workspace_id": home.ID, "slug": "fraud-tools"})
	harness.WantError(t, diags, "", "Cannot find MCP server", works)
}

// A slug that is taken, in whichever workspace, is explained with the import block of the
// server that has it, which a grant may have created.
func TestResource_slugTaken(t *testing.T) {
	t.Parallel()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{AutoMCPServers: true}))
	home, other := env.API.AddWorkspace(attrs{"name": "Production"}), env.API.AddWorkspace(attrs{"name": "Other"})
	env.API.Add(emulator.MCPIntegrations, "", attrs{"name": "GitHub", "slug": "github"})
	granted := env.Manage(t, "portkey_mcp_integration_workspace_access.test")
	granted.Apply(attrs{"mcp_integration_id": "github", "workspace_id": home.ID})
	m := env.Manage(t, address)
	env.API.ResetRequests()
	_, diags := m.Driver.Converge(address, in(home.ID, "slug", "github"))
	harness.WantError(t, diags, "slug", `The slug "github" is taken by another MCP server`, "import {", home.ID+"/github", "created it by itself", "Nothing was created")
	if len(env.Writes()) > 0 {
		t.Errorf("wrote %v", sent(env))
	}
	_, diags = env.Driver(t).Converge(address, in(other.ID, "slug", "github"))
	harness.WantError(t, diags, "slug", home.ID+"/github")
	harness.NoErrors(t, m.Driver.Import(address, home.ID+"/github"))
	m.Apply(in(home.ID, "slug", "github", "name", "GitHub (production)"))
	m.WantPuts(`{"name":"GitHub (production)"}`)
}

// A slug that is created after it was looked up is the API's refusal, explained alike.
func TestResource_slugTakenSince(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Manage(t, address)
	p := m.Plan(in(home.ID, "slug", "fraud"))
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/mcp-servers", Times: 1, Hook: func(*http.Request) {
		env.API.Add(emulator.MCPServers, home.ID, attrs{"slug": "fraud", "mcp_integration_id": "github"})
	}})
	harness.WantError(t, m.Driver.Apply(p), "slug", `The slug "fraud" is taken`, home.ID+"/fraud", "409 AB07")
}

// A slug of its own is enough to distinguish an MCP server from another one of its name;
// without one, the name is.
func TestResource_sharedName(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	first := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "first", "mcp_integration_id": "github"})
	m := env.Manage(t, address)
	_, diags := m.Driver.Converge(address, in(home.ID))
	harness.WantError(t, diags, "name", `named "Fraud tools" already exists`, home.ID+"/"+first, "set slug")
	m.Apply(in(home.ID, "slug", "second"))
	if all := env.API.All(emulator.MCPServers); len(all) != 2 {
		t.Errorf("there are %d MCP servers", len(all))
	}
}

// A description is cleared in the form that the control plane takes; where it takes none,
// that is a warning and no endless difference.
func TestResource_clearedDescription(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		puts    []string
	}{
		"by null":          {emulator.Answers{}, []string{`{"description":null}`}},
		"by an empty text": {emulator.Answers{NullKeeps: true, BlankClears: true}, []string{`{"description":null}`, `{"description":""}`}},
		"never":            {emulator.Answers{NullKeeps: true}, []string{`{"description":null}`, `{"description":""}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			env.API.SetAnswers(c.answers)
			m := env.Create(t, address, in(home.ID, "description", "Theirs"))
			p := m.Plan(in(home.ID))
			env.API.ResetRequests()
			diags := m.Driver.Apply(p)
			harness.NoErrors(t, diags)
			m.WantPuts(c.puts...)
			kept := name == "never"
			if warned := len(diags.Warnings()) > 0; warned != kept {
				t.Errorf("warned %t: %s", warned, diags)
			}
			m.WantNoDrift(in(home.ID))
			if !kept {
				return
			}
			env.API.Edit(emulator.MCPServers, only(t, env).ID, attrs{"description": "Another"})
			if p := m.Plan(in(home.ID)); p.Action != harness.Update {
				t.Errorf("planned %s for another description", p.Action)
			}
		})
	}
}

// Somebody who deletes an MCP server and creates another one with its slug has not given
// Terraform that one.
func TestResource_slugOfAnother(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, in(home.ID, "slug", "fraud"))
	env.API.Advance(2 * time.Hour)
	env.API.Drop(emulator.MCPServers, only(t, env).ID)
	env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Theirs", "slug": "fraud", "mcp_integration_id": "github"})
	m.Driver = env.Restart(t, m.Driver)
	p := m.Plan(in(home.ID, "slug", "fraud"))
	if p.Action != harness.Create {
		t.Errorf("planned %s", p.Action)
	}
	harness.WantError(t, m.Driver.Apply(p), "slug", "is taken", home.ID+"/fraud")
}

// An import finds the workspace by itself, or in what it names, and never takes a server of
// another workspace for one of that.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	in := func(workspace string, more ...any) attrs { // answers have the ID of the integration
		return in(workspace, append(more, "mcp_integration_id", integration)...)
	}
	other := env.API.AddWorkspace(attrs{"name": "Other"})
	env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github", "description": "Theirs"})
	id := only(t, env).ID
	for _, ref := range []string{
		"fraud", id, home.ID + "/fraud", home.Slug + "/fraud", "Production/fraud", home.ID + "/" + id, home.ID + "/Fraud tools",
	} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		in := in(home.ID, "description", "Theirs")
		if strings.HasPrefix(ref, home.Slug) {
			in["workspace_id"] = home.Slug
		}
		m.WantEmptyPlan(in)
		if diff := cmp.Diff(attrs{"id": id, "workspace_id": home.ID}, m.Driver.Identity(address)); diff != "" {
			t.Errorf("%s: identity: want - got +:\n%s", ref, diff)
		}
	}
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.ImportIdentity(address, attrs{"id": id, "workspace_id": home.ID}))
	m.WantEmptyPlan(in(home.ID, "description", "Theirs"))
	for ref, words := range map[string]string{
		"nothing": "as in workspace/server", home.ID + "/nothing": "No active MCP server", other.ID + "/fraud": "No active MCP server",
		other.ID + "/" + id: "No active MCP server", "Fraud tools": "as in workspace/server",
	} {
		harness.WantError(t, env.Driver(t).Import(address, ref), "", "Cannot import MCP server", words)
	}
	// A workspace's own key sees one workspace.
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	harness.NoErrors(t, env.Driver(t).Import(address, "fraud"))
}

// The MCP servers of a workspace are refreshed by one list.
func TestResource_coalescedReads(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	d := env.Driver(t)
	for i := range 12 {
		_, diags := d.Converge(fmt.Sprintf("portkey_mcp_server.p%d", i), in(home.ID, "name", fmt.Sprintf("Server %d", i)))
		harness.NoErrors(t, diags)
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for i := range 12 {
		harness.NoErrors(t, d.Refresh(fmt.Sprintf("portkey_mcp_server.p%d", i)))
	}
	if asked := env.API.Requests(); len(asked) != 1 {
		t.Errorf("%d requests, want 1: %v", len(asked), asked)
	}
}

// Invalid values are refused before anything is sent.
func TestResource_validation(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	for attribute, value := range map[string]any{
		"slug": "ab", "name": " ", "description": strings.Repeat("d", 501), "mcp_integration_id": "",
	} {
		diags := env.Driver(t).Validate(address, in(home.ID, attribute, value))
		harness.WantError(t, diags, attribute)
	}
	harness.WantUntouched(t, env, true)
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{
		"the least": `{"id": "%[1]s", "name": "Fraud tools", "workspace_id": "%[2]s", "mcp_integration_id": "github"}`,
		"the most": `{"id": "%[1]s", "slug": "fraud", "name": "Fraud tools", "workspace_id": "%[2]s", "mcp_integration_id": "github", "description": "",
			"status": "active", "created_at": "2026-02-01T10:00:00Z", "of_a_later_version": [1]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github"})
			made, config := only(t, env), in(home.ID)
			m := env.Manage(t, address)
			m.WantUpgraded(fmt.Sprintf(state, made.ID, home.ID), config)
			m.WantState(attrs{"id": made.ID, "slug": "fraud", "workspace_id": home.ID})
			m.Apply(in(home.ID, "description", "Ours"))
			m.WantPuts(`{"description":"Ours"}`)
		})
	}
	env, home, _ := start(t)
	for name, state := range map[string]string{"no id": `{"name": "Fraud"}`, "a value of another type": `{"id": "a", "description": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade MCP server", "import the MCP server again")
		})
	}
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Fraud tools", "slug": "fraud", "mcp_integration_id": "github"})
	made := only(t, env)
	want := attrs{
		"id": made.ID, "slug": "fraud", "name": "Fraud tools", "mcp_integration_id": integration, "description": nil, "status": "active",
		"url": "https://mcp.portkey.ai/fraud/mcp", "owner_id": made.Fields["owner_id"], "workspace_id": home.ID,
	}
	shown := func(got attrs) {
		t.Helper()
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s: %v, want %v", name, got[name], value)
			}
		}
		if got["created_at"] == nil || got["last_updated_at"] == nil {
			t.Errorf("no times: %v", got)
		}
	}
	for name, value := range map[string]string{"id": made.ID, "slug": "fraud", "name": "Fraud tools"} {
		got, diags := env.Driver(t).Data("portkey_mcp_server", attrs{"workspace_id": home.ID, name: value})
		harness.NoErrors(t, diags)
		shown(got)
	}
	got, diags := env.Driver(t).Data("portkey_mcp_servers", attrs{"workspace_id": home.ID})
	harness.NoErrors(t, diags)
	shown(got["mcp_servers"].([]any)[0].(attrs))
	other := env.API.AddWorkspace(attrs{"name": "Other"})
	_, diags = env.Driver(t).Data("portkey_mcp_server", attrs{"workspace_id": other.ID, "slug": "fraud"})
	harness.WantError(t, diags, "", "Cannot find MCP server")
}
