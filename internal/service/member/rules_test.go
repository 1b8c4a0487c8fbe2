package member_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_workspace_member.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with a workspace and a user, Grace.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, grace string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production"})
	grace = env.API.Add(emulator.Users, "", attrs{"email": "grace@example.com", "first_name": "Grace", "last_name": "Hopper"})
	return env, home, grace
}

// in is the configuration of a member in a workspace, with pairs of a name and a value
// laid over it.
func in(home emulator.Workspace, more ...any) attrs {
	config := attrs{"workspace_id": home.ID, "role": "member"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// roleOf is the role of a member as the API has it.
func roleOf(env *harness.Env, home emulator.Workspace, userID string) any {
	for _, one := range env.API.Held(emulator.Members, home.ID) {
		if one.ID == userID {
			return one.Fields["role"]
		}
	}
	return nil
}

// A user is named by id or address, in any case; naming the same one otherwise changes
// nothing, and another one is another member.
func TestResource_userNames(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	m := env.Create(t, address, in(home, "email", "Grace@Example.com"))
	m.WantState(attrs{
		"id": home.ID + "/" + grace, "user_id": grace, "email": "Grace@Example.com", "role": "member", "status": "active",
		"first_name": "Grace", "last_name": "Hopper", "org_role": "member", "invite_id": nil,
	})
	for _, config := range []attrs{in(home, "email", "grace@example.com"), in(home, "user_id", grace), in(home, "email", "GRACE@example.com")} {
		m.Apply(config)
		harness.WantUntouched(t, env, true)
		m.WantEmptyPlan(config)
	}
	if got := m.Driver.State(address); got["created_at"] == nil || got["last_updated_at"] == nil {
		t.Errorf("the times are missing: %v", got)
	}
	other := env.API.Add(emulator.Users, "", attrs{"email": "ada@example.com"})
	for _, config := range []attrs{in(home, "email", "ada@example.com"), in(home, "user_id", other), in(home, "email", harness.Unknown)} {
		if p := m.Plan(config); p.Action != harness.Replace {
			t.Errorf("%v: plans %s", config, p.Action)
		}
	}
	m.Apply(in(home, "user_id", other, "role", "manager"))
	if roleOf(env, home, grace) != nil || roleOf(env, home, other) != "manager" {
		t.Errorf("grace is %v, the other one %v", roleOf(env, home, grace), roleOf(env, home, other))
	}
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	d := env.Driver(t)
	for _, test := range []struct {
		config attrs
		at     string
		word   string
	}{
		{in(home), "", "user_id"},
		{in(home, "user_id", grace, "email", "grace@example.com"), "user_id", "email"},
		{in(home, "email", "grace"), "email", "not an e-mail address"},
		{in(home, "user_id", "grace@example.com"), "user_id", "Set email instead"},
		{in(home, "user_id", grace, "role", "Admin"), "role", `Did you mean "admin"`},
		{in(home, "user_id", grace, "when_unknown", "invit"), "when_unknown", `Did you mean "invite"`},
	} {
		harness.WantError(t, d.Validate(address, test.config), test.at, test.word)
	}
	harness.WantUntouched(t, env, false)
}

// Who is no user is an error that says what to do.
func TestResource_unknownUser(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, "email", "nobody@example.com"))
	harness.WantError(t, diags, "email", "Cannot create workspace member", `the e-mail address "nobody@example.com"`, `when_unknown = "invite"`)
	_, diags = d.Converge(address, in(home, "user_id", "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90", "when_unknown", "invite"))
	harness.WantError(t, diags, "user_id", "the ID", "portkey_users")
	harness.WantUntouched(t, env, true)
}

// The key of a workspace can't list users: it adds by id alone.
func TestResource_keyOfAWorkspace(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, "email", "grace@example.com"))
	harness.WantError(t, diags, "email", "organisation_users.list", "set user_id")
	m := env.Create(t, address, in(home, "user_id", grace))
	m.WantState(attrs{"email": "grace@example.com", "first_name": "Grace", "org_role": "member"})
	m.WantEmptyPlan(in(home, "user_id", grace))
}

// Who is a member already is not added, and shown with the block that imports the member.
func TestResource_alreadyAMember(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	reference := env.API.Add(emulator.Members, home.ID, attrs{"id": grace, "role": "manager"})
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, "email", "grace@example.com"))
	harness.WantError(t, diags, "email", "Cannot create workspace member", "already exists", "Nothing was created", fmt.Sprintf("id = %q", reference))
	harness.WantUntouched(t, env, true)
	for _, ref := range []string{reference, home.Slug + "/" + grace, home.Slug + "/Grace@example.com", "Production/grace@example.com"} {
		d.Forget(address)
		harness.NoErrors(t, d.Import(address, ref))
		if got := d.State(address); got["id"] != reference || got["role"] != "manager" || got["status"] != "active" {
			t.Errorf("%s: imported %v", ref, got)
		}
	}
	d.Forget(address)
	harness.NoErrors(t, d.ImportIdentity(address, attrs{"id": reference}))
	d.Forget(address)
	for _, ref := range []string{"grace@example.com", home.ID + "/", "/" + grace, "Nowhere/" + grace, home.ID + "/nobody@example.com"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import workspace member", "workspace/user")
	}
}

// Two resources for one user are one too many, by whatever name.
func TestResource_twoOfOneUser(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, "email", "grace@example.com"))
	harness.NoErrors(t, diags)
	_, diags = d.Converge(address+"_again", in(home, "user_id", grace))
	harness.WantError(t, diags, "user_id", "Two resources of this run")
}

// The role in the organisation decides: a warning says so, and there is no difference.
func TestResource_leaders(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	boss := env.API.Add(emulator.Users, "", attrs{"email": "boss@example.com", "role": "admin"})
	m := env.Manage(t, address)
	config := in(home, "email", "boss@example.com", "role", "manager")
	_, diags := m.Driver.Converge(address, config)
	harness.WantOne(t, diags, "role", "Role without effect", "admin of the organisation")
	m.WantState(attrs{"role": "manager", "org_role": "admin"})
	for range 2 {
		env.API.ResetRequests()
		p, diags := m.Driver.Plan(address, config)
		harness.WantOne(t, diags, "role", "Role without effect")
		if p.Action != harness.NoOp {
			t.Errorf("plans %s", p.Action)
		}
	}
	if p, diags := m.Driver.Plan(address, in(home, "user_id", boss, "role", "admin")); p.Action != harness.NoOp || len(diags) > 0 {
		t.Errorf("plans %s: %s", p.Action, diags)
	}
	// One who was imported reads as an admin.
	m.Driver.Forget(address)
	harness.NoErrors(t, m.Driver.Import(address, home.ID+"/boss@example.com"))
	p, diags := m.Driver.Plan(address, config)
	harness.WantOne(t, diags, "role", "Role without effect")
	if p.Action != harness.NoOp || len(env.Writes()) > 0 {
		t.Errorf("plans %s, sent %v", p.Action, env.Writes())
	}
	// Without the role in the organisation, that in the workspace counts again.
	env.API.Edit(emulator.Users, boss, attrs{"role": "member"})
	m.Apply(in(home, "user_id", boss, "role", "member"))
	m.WantPuts(`{"role": "member"}`)
}

// An owner can't be removed from a workspace.
func TestResource_ownerStays(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	owner := env.API.Add(emulator.Users, "", attrs{"email": "owner@example.com", "role": "owner"})
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, "user_id", owner, "role", "admin"))
	harness.WantError(t, diags, "user_id", "already exists", "Owners of the organisation")
	harness.NoErrors(t, d.Import(address, home.ID+"/"+owner))
	harness.WantError(t, d.Destroy(address), "", "Cannot destroy workspace member", "is an owner of the organisation", "removed block")
}

// A role that was changed in the UI is drift.
func TestResource_drift(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	config := in(home, "user_id", grace)
	m := env.Create(t, address, config)
	env.API.Advance(time.Minute)
	env.API.Edit(emulator.Members, home.ID+"/"+grace, attrs{"role": "admin"})
	p := m.Plan(config)
	if p.Action != harness.Update || p.Before["role"] != "admin" {
		t.Errorf("plans %s of %v", p.Action, p.Before)
	}
	m.Apply(config)
	m.WantPuts(`{"role": "member"}`)
}

// Who left the organisation, or the workspace, is planned again; also where that happened
// before the first refresh.
func TestResource_left(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(api *emulator.Server, home, user string){
		"the organisation": func(api *emulator.Server, _, user string) { api.Leave(user) },
		"the workspace":    func(api *emulator.Server, home, user string) { api.Drop(emulator.Members, home+"/"+user) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, grace := start(t)
			config := in(home, "user_id", grace)
			m := env.Create(t, address, config)
			leave(env.API, home.ID, grace)
			m.Driver = env.Restart(t, m.Driver)
			_, diags := m.Driver.Plan(address, config)
			harness.WantError(t, diags, "", "list can lag") // it is too young
			env.API.Advance(2 * time.Hour)
			m.Driver = env.Restart(t, m.Driver)
			if p := m.Plan(config); p.Action != harness.Create {
				t.Errorf("plans %s", p.Action)
			}
			harness.NoErrors(t, m.Driver.Destroy(address))
		})
	}
}

// The set over the same workspace would remove who the row adds: whichever is planned
// second warns, by slug or id.
func TestResource_besideTheSet(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	set := attrs{"workspace_id": home.Slug, "members": attrs{grace: "admin"}}
	row := in(home, "email", "grace@example.com")
	for name, plans := range map[string][]func(d *harness.Driver) harness.Diagnostics{
		"the row first": {
			func(d *harness.Driver) harness.Diagnostics { _, diags := d.Plan(address, row); return diags },
			func(d *harness.Driver) harness.Diagnostics {
				_, diags := d.Plan("portkey_workspace_members.test", set)
				return diags
			},
		},
		"the set first": {
			func(d *harness.Driver) harness.Diagnostics {
				_, diags := d.Plan("portkey_workspace_members.test", set)
				return diags
			},
			func(d *harness.Driver) harness.Diagnostics { _, diags := d.Plan(address, row); return diags },
		},
	} {
		d := env.Driver(t)
		if diags := plans[0](d); len(diags) > 0 {
			t.Errorf("%s: warns of one alone:\n%s", name, diags)
		}
		if diags := plans[1](d); !strings.Contains(diags.String(), "Members of the workspace "+home.ID+" are managed twice") {
			t.Errorf("%s: got\n%s", name, diags)
		}
	}
}

// What a refresh and the creates of a run cost.
func TestResource_requests(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	homes := []emulator.Workspace{home}
	teams := 9
	if harness.Nightly() {
		teams = 199
	}
	for i := range teams {
		homes = append(homes, env.API.AddWorkspace(attrs{"name": fmt.Sprintf("Team %d", i)}))
	}
	d := env.Driver(t)
	configs := map[string]attrs{}
	for i := range 20 {
		env.API.Add(emulator.Users, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
		configs[fmt.Sprintf("%s%d", address, i)] = in(home, "email", fmt.Sprintf("User-%d@example.com", i))
	}
	env.API.ResetRequests()
	for at, config := range configs {
		_, diags := d.Converge(at, config)
		harness.NoErrors(t, diags)
	}
	if n := len(env.API.Requests()); n > 22 {
		t.Errorf("20 creates sent %d requests, want 22 at most", n)
	}
	for i, other := range homes[1:] {
		for j := range 5 {
			at := fmt.Sprintf("%s%d_%d", address, i, j)
			configs[at] = in(other, "email", fmt.Sprintf("user-%d@example.com", j))
			_, diags := d.Converge(at, configs[at])
			harness.NoErrors(t, diags)
		}
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for at, config := range configs {
		p, diags := d.Plan(at, config)
		harness.NoErrors(t, diags)
		if p.Action != harness.NoOp {
			t.Errorf("%s: plans %s", at, p.Action)
		}
	}
	if n := len(env.API.Bodies(http.MethodGet, "")); n > len(homes) {
		t.Errorf("a refresh of %d workspaces sent %d requests", len(homes), n)
	}
}

// Under the real CLI, a plan and its apply are two processes that share no list: 20
// members of one workspace cost 22 requests in total.
func TestResource_requestsCLI(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	for i := range 20 {
		env.API.Add(emulator.Users, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
	}
	tf := env.CLI(t, fmt.Sprintf(`
resource "portkey_workspace_member" "test" {
  for_each     = toset([for i in range(20) : "user-${i}@example.com"])
  workspace_id = %q
  email        = each.key
  role         = "member"
}
`, home.ID))
	restart := func() {
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	}
	env.API.ResetRequests()
	tf.Run(0, "plan", "-out=saved")
	restart()
	tf.Run(0, "apply", "saved")
	if n := len(env.API.Requests()); n > 22 {
		t.Errorf("%d requests, want 22 at most", n)
	}
	restart()
	env.API.ResetRequests()
	tf.Plan(harness.PlanEmpty)
	if n := len(env.API.Requests()); n != 1 {
		t.Errorf("a refresh sent %d requests, want 1", n)
	}
}
