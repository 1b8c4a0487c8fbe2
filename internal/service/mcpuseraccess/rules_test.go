package mcpuseraccess_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const (
	address = "portkey_mcp_server_user_access.test"
	grace   = "grace@example.com"
	alan    = "alan@example.com"
)

// start starts an API with an MCP server whose workspace has two members beside the owner,
// and returns the id of the server and those of the members.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, server string, ids map[string]string) {
	t.Helper()
	env = harness.Start(t, options...)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.MCPIntegrations, "", attrs{"slug": "github"})
	server = env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Tools", "slug": "tools", "mcp_integration_id": "github"})
	ids = map[string]string{}
	for _, email := range []string{grace, alan} {
		ids[email] = env.API.Add(emulator.Users, "", attrs{"email": email})
		env.API.Add(emulator.Members, home.ID, attrs{"id": ids[email]})
	}
	return env, server, ids
}

// of is the configuration of the access to an MCP server, users as pairs of a key and a value.
func of(server any, standard any, users ...any) attrs {
	config := attrs{"mcp_server_id": server}
	if standard != nil {
		config["default_access"] = standard
	}
	if len(users) > 0 {
		named := attrs{}
		for i := 0; i < len(users); i += 2 {
			named[users[i].(string)] = users[i+1]
		}
		config["users"] = named
	}
	return config
}

// stored is the default and the overrides of the server.
func stored(env *harness.Env) string {
	fields := env.API.All(emulator.MCPServers)[0].Fields
	text := fields["default_user_access"].(string)
	access := fields["user_access"].(attrs)
	for _, id := range slices.Sorted(maps.Keys(access)) {
		for _, user := range env.API.All(emulator.Users) {
			if user.ID == id {
				name, _, _ := strings.Cut(user.Fields["email"].(string), "@")
				text += fmt.Sprintf(" %s=%v", name, access[id])
			}
		}
	}
	parts := strings.Split(text, " ")
	slices.Sort(parts[1:])
	return strings.Join(parts, " ")
}

func wants(t *testing.T, env *harness.Env, want string) {
	t.Helper()
	if got := stored(env); got != want {
		t.Errorf("stored %q, want %q", got, want)
	}
}

// A life: each change is one PUT of what differs, others stay, and whom the configuration
// no longer names gets the access of the default, which the plan says.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	row := func(email string, enabled bool) string {
		return fmt.Sprintf(`{"user_id":%q,"enabled":%t}`, ids[email], enabled)
	}
	owner := env.API.All(emulator.Users)[0].ID
	env.API.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{owner: false}})
	m := env.Create(t, address, of(server, "deny", grace, true, ids[alan], true))
	wants(t, env, "deny ada.lovelace=false alan=true grace=true")
	m.WantState(attrs{"id": server, "default_access": "deny"})
	m.WantNoDrift(of(server, "deny", grace, true, ids[alan], true))
	env.API.ResetRequests()
	m.Apply(of("tools", "deny", grace, true, ids[alan], true)) // the slug of the same server
	m.WantPuts()

	m.Apply(of(server, "deny", grace, true, ids[alan], false))
	m.WantPuts(`{"user_access":[` + row(alan, false) + `]}`)
	env.API.ResetRequests()
	p, diags := m.Driver.Plan(address, of(server, "allow", ids[alan], false))
	if diags.Err() != nil || !strings.Contains(fmt.Sprint(diags), "Users keep an access of their own") || !strings.Contains(fmt.Sprint(diags), grace) {
		t.Errorf("the plan says %s", diags)
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	wants(t, env, "allow ada.lovelace=false alan=false grace=true")
	m.WantPuts(`{"default_user_access":"allow"}`) // grace is allowed, as the default says

	env.API.ResetRequests()
	m.Apply(of(server, nil, ids[alan], false)) // the default is not managed any more
	m.WantPuts()
	p, diags = m.Driver.PlanDestroy(address)
	harness.NoErrors(t, diags)
	if !strings.Contains(fmt.Sprint(diags), "When the resource is destroyed") {
		t.Errorf("the plan says %s", diags)
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	wants(t, env, "allow ada.lovelace=false alan=true grace=true")
}

// Somebody's edit of what is configured is drift, and of what is not is none.
func TestResource_drift(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	config := of(server, nil, grace, false)
	m := env.Create(t, address, config)
	wants(t, env, "allow grace=false")
	env.API.Edit(emulator.MCPServers, server, attrs{"default_user_access": "deny", "user_access": attrs{ids[grace]: false, ids[alan]: true}})
	m.WantNoDrift(config)
	env.API.Advance(2 * time.Minute)
	env.API.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{ids[grace]: true, ids[alan]: true}})
	m.Driver = env.Restart(t, m.Driver)
	p := m.Plan(config)
	harness.WantChanges(t, p, nil, "users")
	harness.NoErrors(t, m.Driver.Apply(p))
	wants(t, env, "deny alan=true grace=false")

	// Who is no member any more is planned again, and the apply says why that fails.
	home := env.API.All(emulator.MCPServers)[0].WorkspaceID
	env.API.Drop(emulator.Members, home+"/"+ids[grace])
	m.Driver = env.Restart(t, m.Driver)
	env.API.Advance(2 * time.Minute)
	p = m.Plan(config)
	harness.WantChanges(t, p, nil, "users")
	harness.WantError(t, m.Driver.Apply(p), fmt.Sprintf("users[%q]", grace), "Portkey does not list these users", "portkey_workspace_member", "Nothing was changed")
}

// An edit of others between plan and apply is an error where the update would undo it, and
// stays otherwise.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	m := env.Create(t, address, of(server, "allow", grace, false, alan, false))
	env.API.Advance(2 * time.Minute)
	p := m.Plan(of(server, "allow", grace, true, alan, false))
	env.API.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{ids[grace]: false, ids[alan]: true}})
	harness.NoErrors(t, m.Driver.Apply(p)) // alan's is not written
	wants(t, env, "allow alan=true grace=true")

	env.API.Advance(2 * time.Minute)
	m.Driver = env.Restart(t, m.Driver)
	p = m.Plan(of(server, "deny", grace, true, alan, true))
	env.API.Edit(emulator.MCPServers, server, attrs{"default_user_access": "deny"})
	harness.NoErrors(t, m.Driver.Apply(p)) // what they wrote is what is planned
	wants(t, env, "deny alan=true grace=true")

	env.API.Advance(2 * time.Minute)
	env.API.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{ids[grace]: false, ids[alan]: true}})
	m.Driver = env.Restart(t, m.Driver)
	m.Apply(of(server, "deny", grace, false, alan, true))
	p = m.Plan(of(server, "deny", alan, true))
	env.API.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{ids[grace]: true, ids[alan]: true}})
	harness.WantError(t, m.Driver.Apply(p), "users", "somebody else changed users", "Nothing was written")
	wants(t, env, "deny alan=true grace=true")
}

// Access is set whatever the default is: a user whom the default allows gets an access of the
// own, which stays when the default changes.
func TestResource_ownAccess(t *testing.T) {
	t.Parallel()
	env, server, _ := start(t)
	m := env.Create(t, address, of(server, "allow", grace, true))
	wants(t, env, "allow grace=true")
	m.Apply(of(server, "deny", grace, true))
	wants(t, env, "deny grace=true")
}

// Users who can't be found, or are named twice, are refused before anything is written.
func TestResource_users(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	stranger := env.API.Add(emulator.Users, "", attrs{"email": "stranger@example.com"})
	for key, words := range map[string][]string{
		"nobody@example.com": {"No user of the organisation has the e-mail address"}, stranger: {"Portkey does not list these users"},
		"stranger@example.com": {"Portkey does not list these users", "depends_on"},
	} {
		_, diags := env.Driver(t).Converge(address, of(server, nil, key, true))
		harness.WantError(t, diags, fmt.Sprintf("users[%q]", key), append(words, "Cannot create MCP server user access", "Nothing was changed")...)
	}
	_, diags := env.Driver(t).Converge(address, of(server, nil, grace, true, ids[grace], true))
	harness.WantError(t, diags, fmt.Sprintf("users[%q]", grace), "name one user")
	_, diags = env.Driver(t).Converge(address, of("nowhere", "deny"))
	harness.WantError(t, diags, "mcp_server_id", "No MCP server that is visible to this API key", "404 AB08")
	harness.WantError(t, env.Driver(t).Validate(address, of(server, "alow")), "default_access", `Did you mean "allow"?`)
	if len(env.Writes()) > 0 {
		t.Errorf("wrote %d times", len(env.Writes()))
	}

	// The ids of users depend on the key.
	env.API.SetAnswers(emulator.Answers{OrganisationUserIDs: true})
	_, diags = env.Driver(t).Converge(address, of(server, nil, grace, true))
	harness.WantError(t, diags, fmt.Sprintf("users[%q]", grace), "this API key has other IDs for them", "data source portkey_mcp_server_user_access")
	got, diags := env.Driver(t).Data("portkey_mcp_server_user_access", attrs{"mcp_server_id": "tools"})
	harness.NoErrors(t, diags)
	shown := ""
	for _, one := range got["users"].([]any) {
		if id := one.(attrs)["user_id"].(string); strings.Contains(id, ids[grace]) {
			shown = id
		}
	}
	m := env.Create(t, address, of(server, nil, shown, false))
	wants(t, env, "allow grace=false")
	m.WantNoDrift(of(server, nil, shown, false))

	// Addresses need a key that may list users; what is known needs none.
	env.API.SetAnswers(emulator.Answers{})
	env.API.SetScopes(env.Key, "mcp_servers.read", "mcp_servers.update")
	_, diags = env.Driver(t).Converge(address, of(server, nil, grace, true))
	harness.WantError(t, diags, fmt.Sprintf("users[%q]", grace), "can't be looked up", "organisation_users.list", "use the ID of the user")
}

// What is known of an address is not looked up again by a refresh or a destroy.
func TestResource_requests(t *testing.T) {
	t.Parallel()
	env, server, _ := start(t)
	m := env.Create(t, address, of(server, nil, grace, false))
	m.Driver = env.Restart(t, m.Driver)
	env.API.ResetRequests()
	m.Refresh()
	if asked := env.API.Requests(); len(asked) != 1 || !strings.HasSuffix(asked[0].Path, "/mcp-servers/"+server+"/user-access") {
		t.Errorf("asked %v", asked)
	}
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Destroy(address))
	for _, one := range env.API.Requests() {
		if !strings.Contains(one.Path, "/mcp-servers/"+server) {
			t.Errorf("asked %s %s", one.Method, one.Path)
		}
	}
	wants(t, env, "allow grace=true")
}

// All pages are read, of 500 users at most, the first of which is 1.
func TestResource_pages(t *testing.T) {
	t.Parallel()
	env, server, _ := start(t)
	home := env.API.All(emulator.MCPServers)[0].WorkspaceID
	var last string
	for i := range 510 {
		last = env.API.Add(emulator.Users, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
		env.API.Add(emulator.Members, home, attrs{"id": last})
	}
	m := env.Manage(t, address)
	p := m.Plan(of(server, nil, last, false))
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	var queries []string
	for _, one := range env.API.Requests() {
		if one.Method == http.MethodGet && strings.HasSuffix(one.Path, "/user-access") {
			queries = append(queries, one.RawQuery)
		}
	}
	if diff := cmp.Diff([]string{"page=1&page_size=500", "page=2&page_size=500"}, queries); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	m.WantNoDrift(of(server, nil, last, false))
}

// The response to a write is lost: it is read whether that has happened.
func TestResource_lostAnswer(t *testing.T) {
	t.Parallel()
	env, server, _ := start(t)
	m := env.Manage(t, address)
	env.API.Fail(emulator.Fault{Method: http.MethodPut, Times: 1, When: emulator.After, Reset: true})
	m.Apply(of(server, "deny", grace, true))
	wants(t, env, "deny grace=true")
	m.WantNoDrift(of(server, "deny", grace, true))
}

// An answer that lags behind the own write is no drift.
func TestResource_stale(t *testing.T) {
	t.Parallel()
	env, server, _ := start(t)
	m := env.Create(t, address, of(server, "allow", grace, false))
	env.API.Advance(10 * time.Second)
	m.Apply(of(server, "allow", grace, true))
	env.API.SetStale(5 * time.Second)
	m.Driver = env.Restart(t, m.Driver)
	m.WantNoDrift(of(server, "allow", grace, true))
	env.API.SetStale(0)
	wants(t, env, "allow grace=true")
}

// An import has the default, and all who have an access of their own.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	env.API.Edit(emulator.MCPServers, server, attrs{"default_user_access": "deny", "user_access": attrs{ids[grace]: true}})
	for _, ref := range []string{server, "tools"} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		m.WantEmptyPlan(of(ref, "deny", ids[grace], true))
	}
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.ImportIdentity(address, attrs{"id": server}))
	m.WantEmptyPlan(of(server, "deny", ids[grace], true))
	harness.WantError(t, env.Driver(t).Import(address, "nowhere"), "", "Cannot import MCP server user access")
}

// What is gone with its MCP server is planned again once that is proven, by the key of the
// organisation or of the workspace.
func TestResource_serverDeleted(t *testing.T) {
	t.Parallel()
	for name, ofWorkspace := range map[string]bool{"by a key of the organisation": false, "by the key of the workspace": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, server, ids := start(t)
			if ofWorkspace {
				env.Key = env.API.AddKey(emulator.Key{WorkspaceID: env.API.All(emulator.MCPServers)[0].WorkspaceID})
			}
			m := env.Create(t, address, of(server, nil, ids[grace], false))
			env.API.Drop(emulator.MCPServers, server)
			m.Driver = env.Restart(t, m.Driver)
			harness.WantError(t, m.Driver.Refresh(address), "", "less than an hour ago", "Cannot read MCP server user access")
			env.API.Advance(2 * time.Hour)
			m.Driver = env.Restart(t, m.Driver)
			harness.NoErrors(t, m.Driver.Refresh(address))
			if state := m.Driver.State(address); state != nil {
				t.Errorf("the state has %v", state)
			}
		})
	}
}

// The key of another workspace does not see the server, which proves nothing.
func TestResource_otherKey(t *testing.T) {
	t.Parallel()
	env, server, ids := start(t)
	m := env.Create(t, address, of(server, nil, ids[grace], false))
	env.API.Advance(2 * time.Hour)
	other := env.API.AddWorkspace(attrs{"name": "Other"})
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: other.ID})
	m.Driver = env.Restart(t, m.Driver)
	harness.WantError(t, m.Driver.Refresh(address), "", "403 AB03", "a workspace's own key sees only that workspace")
	if m.Driver.State(address) == nil {
		t.Error("the state has lost it")
	}
}
