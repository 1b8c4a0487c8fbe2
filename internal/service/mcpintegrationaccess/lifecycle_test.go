package mcpintegrationaccess_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

const address = "portkey_mcp_integration_workspace_access.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with an MCP integration, and a workspace that may not use it yet.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, integration string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production"})
	return env, home, env.API.Add(emulator.MCPIntegrations, "", attrs{"name": "Tickets", "slug": "tickets"})
}

// access is the configuration of access to the MCP integration tickets.
func access(workspace string) attrs {
	return attrs{"mcp_integration_id": "tickets", "workspace_id": workspace}
}

// row is the row of a workspace; nil where there is none.
func row(env *harness.Env, workspaceID string) *emulator.Object {
	for _, one := range env.API.All(emulator.MCPIntegrationWorkspaces) {
		if one.WorkspaceID == workspaceID {
			return &one
		}
	}
	return nil
}

func isEnabled(env *harness.Env, workspaceID string) bool {
	one := row(env, workspaceID)
	return one != nil && !one.Archived
}

// written is the body of a PUT of one row.
func written(workspaceID string, enabled bool) string {
	return fmt.Sprintf(`{"workspaces": [{"id": %q, "enabled": %t}], "override_existing_workspace_access": false}`, workspaceID, enabled)
}

// The life of an access, with every write that the API gets: one of several spellings is no
// change, and a destroy disables the row, which stays.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	other := env.API.AddWorkspace(attrs{"name": "Other"})
	env.API.Add(emulator.MCPIntegrationWorkspaces, other.ID, attrs{"integration_id": integration})
	m := env.Manage(t, address)
	m.Apply(access(home.ID))
	m.WantPuts(written(home.ID, true))
	m.WantState(attrs{"id": "tickets/" + home.ID})
	if m.Driver.State(address)["created_at"] == nil || !isEnabled(env, home.ID) || len(env.API.All(emulator.MCPServers)) > 0 {
		t.Errorf("the state has %v, there is %v", m.Driver.State(address), row(env, home.ID))
	}
	m.WantEmptyPlan(access(home.ID))
	for _, spelled := range []attrs{access(home.Slug), {"mcp_integration_id": integration, "workspace_id": home.ID}} {
		m.Apply(spelled)
		m.WantNoDrift(spelled)
	}
	m.WantPuts()
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Destroy(address))
	m.WantPuts(written(home.ID, false))
	if isEnabled(env, home.ID) || !isEnabled(env, other.ID) {
		t.Errorf("left %v and %v", row(env, home.ID), row(env, other.ID))
	}
	m.Apply(access(home.ID)) // the row that stayed is enabled again
	if !isEnabled(env, home.ID) {
		t.Errorf("there is %v", row(env, home.ID))
	}
}

// The key of a workspace gets the slug of the workspace as the ID of its row.
func TestResource_workspaceKey(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.API.Add(emulator.MCPIntegrations, home.ID, attrs{"name": "Ours", "slug": "ours"})
	env.API.Edit(emulator.MCPIntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	env.API.Advance(2 * time.Hour)
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	config := attrs{"mcp_integration_id": "ours", "workspace_id": home.ID}
	m := env.Create(t, address, config)
	m.WantNoDrift(config)
	harness.NoErrors(t, m.Driver.Destroy(address))
	if isEnabled(env, home.ID) {
		t.Error("the access is left")
	}
}

// What was removed by somebody is planned again, and what goes with its MCP integration is
// removed from the state.
func TestResource_removedOutside(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, access(home.ID))
	env.API.Advance(2 * time.Hour)
	env.API.Edit(emulator.MCPIntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	m.Driver = env.Restart(t, m.Driver)
	if p := m.Plan(access(home.ID)); p.Action != harness.Create {
		t.Fatalf("plans %s", p.Action)
	}
	m.Apply(access(home.ID))

	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	env.API.Drop(emulator.MCPIntegrations, "tickets")
	harness.NoErrors(t, m.Driver.Refresh(address))
	if state := m.Driver.State(address); state != nil {
		t.Errorf("the MCP integration was deleted, and the state has %v", state)
	}
}

// Access that is there is refused with its import block, and imported.
func TestResource_takenAndImported(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.MCPIntegrationWorkspaces, home.ID, attrs{"integration_id": integration})
	d := env.Driver(t)
	_, diags := d.Converge(address, access(home.ID))
	harness.WantError(t, diags, "workspace_id", "Nothing was created", `id = "tickets/`+home.ID+`"`)
	harness.WantUntouched(t, env, true)
	for _, ref := range []string{"tickets/" + home.ID, "tickets/" + home.Slug, integration + "/" + home.Slug, "Tickets/Production"} {
		d.Forget(address)
		harness.NoErrors(t, d.Import(address, ref))
		if got := d.State(address); got["created_at"] == nil {
			t.Errorf("%s: the state has %v", ref, got)
		}
	}
	d.Forget(address)
	for ref, words := range map[string]string{
		"tickets": "does not name", "nothing/" + home.ID: "names no MCP integration", "tickets/nothing": "names no workspace",
		"tickets/" + env.API.AddWorkspace(attrs{"name": "Other"}).ID: "has no access",
	} {
		harness.WantError(t, d.Import(address, ref), "", words)
	}
	got, diags := d.Data(strings.TrimSuffix(address, ".test"), access(home.Slug))
	harness.NoErrors(t, diags)
	all, diags := d.Data("portkey_mcp_integration_workspaces", attrs{"mcp_integration_id": integration})
	harness.NoErrors(t, diags)
	if got["created_at"] == nil || len(all["workspaces"].([]any)) != 1 {
		t.Errorf("read %v and %v", got, all)
	}
	found, diags := d.List(strings.TrimSuffix(address, ".test"), attrs{"mcp_integration_id": "tickets"}, 10, true)
	harness.NoErrors(t, diags)
	if len(found) != 1 || found[0].Identity["id"] != "tickets/"+home.ID {
		t.Errorf("listed %v", found)
	}
	_, diags = d.Converge(address, attrs{"mcp_integration_id": "tikcets", "workspace_id": home.ID})
	harness.WantError(t, diags, "mcp_integration_id", `"tikcets"`)
}

// 30 rows that are created or destroyed at the same time are written by few PUTs.
func TestResource_many(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	var workspaces []emulator.Workspace
	for i := range 30 {
		workspaces = append(workspaces, env.API.AddWorkspace(attrs{"name": fmt.Sprint("Team ", i)}))
	}
	d := env.Driver(t)
	run := func(verb string, enabled bool, do func(i int) harness.Diagnostics) {
		t.Helper()
		env.API.ResetRequests()
		var all sync.WaitGroup
		for i := range workspaces {
			all.Go(func() { harness.NoErrors(t, do(i)) })
		}
		all.Wait()
		if puts := env.API.Bodies(http.MethodPut, "/mcp-integrations"); len(puts) > 4 {
			t.Errorf("%s: %d PUTs", verb, len(puts))
		}
		for _, one := range workspaces {
			if isEnabled(env, one.ID) != enabled {
				t.Errorf("%s: %v", verb, row(env, one.ID))
			}
		}
	}
	at := func(i int) string { return fmt.Sprint(address, "_", i) }
	run("create", true, func(i int) harness.Diagnostics {
		_, diags := d.Converge(at(i), access(workspaces[i].Slug))
		return diags
	})
	run("destroy", false, func(i int) harness.Diagnostics { return d.Destroy(at(i)) })
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.MCPIntegrationWorkspaces, home.ID, attrs{"integration_id": integration})
	env.Manage(t, address).WantUpgraded(fmt.Sprintf(`{"id": "tickets/%[1]s", "mcp_integration_id": "tickets", "workspace_id": "%[1]s", "enabled": true}`, home.ID), access(home.ID))
	env.Manage(t, address).WantNotUpgraded(`{"id": "a"}`, access(home.ID), "Cannot upgrade MCP integration workspace access")
}

// The whole life of an access under the real CLI: created, imported by a block with an empty
// plan, removed by somebody, created again and destroyed.
func TestResource_lifecycleCLI(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	hcl := func(workspace string) string {
		return fmt.Sprintf("resource \"portkey_mcp_integration_workspace_access\" \"test\" {\n  mcp_integration_id = \"tickets\"\n  workspace_id = %q\n}\n", workspace)
	}
	tf := env.CLI(t, hcl(home.ID))
	restart := func() { // in the same process, the list was read a moment ago
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	tf.Run(0, "state", "rm", address)
	restart()
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+
		env.Config(fmt.Sprintf("import {\n  to = %s\n  id = \"tickets/%s\"\n}\n", address, home.ID)+hcl(home.ID)))
	env.API.ResetRequests()
	if output := harness.Flat(tf.Run(0, "apply", "-auto-approve")); !strings.Contains(output, "1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the import says\n%s", output)
	}
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
	env.API.Advance(2 * time.Hour)
	restart()
	env.API.Edit(emulator.MCPIntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	if output := harness.Flat(tf.Run(0, "apply", "-auto-approve")); !strings.Contains(output, "1 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply says\n%s", output)
	}
	tf.Run(0, "destroy", "-auto-approve")
	if isEnabled(env, home.ID) {
		t.Errorf("there is %v", row(env, home.ID))
	}
}
