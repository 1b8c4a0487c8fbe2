package members_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A create adds who is missing by one request, corrects roles, and removes who the plan
// names; owners stay.
func TestResource_create(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo", "dan", "eve")
	o.join("cleo", "manager")
	o.join("dan", "member")
	o.join("eve", "member")
	m := o.Manage(t, address)
	config := o.set("ada", "admin", "Bob@Example.com", "member", "cleo", "member", o.ids["dan"], "member")
	p := m.Plan(config)
	if diff := cmp.Diff([]any{"eve@example.com"}, removes(p)); diff != "" {
		t.Errorf("removed_members: want - got +:\n%s", diff)
	}
	o.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	o.wantWrites("POST users", "PUT cleo", "DELETE eve")
	o.wantRoles("ada", "admin", "bob", "member", "cleo", "member", "dan", "member")
	m.WantState(attrs{"id": o.home.ID, "removed_members": []any{"eve@example.com"}, "members": config["members"]})
	if m.Driver.Identity(address)["id"] != o.home.ID {
		t.Errorf("the identity is %v", m.Driver.Identity(address))
	}
	m.WantNoDrift(config)
	m.WantEmptyPlan(config)
}

// An update writes what differs. Another spelling of a key writes nothing.
func TestResource_update(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	p := m.Apply(o.set(o.ids["ada"], "admin", "BOB@example.com", "member"))
	if p.Action != harness.Update || len(removes(p)) > 0 {
		t.Errorf("plans %s, removes %v", p.Action, removes(p))
	}
	o.wantWrites()
	p = m.Apply(o.set(o.ids["ada"], "manager", "cleo", "member"))
	if diff := cmp.Diff([]any{"BOB@example.com"}, removes(p)); diff != "" {
		t.Errorf("removed_members: want - got +:\n%s", diff)
	}
	o.wantWrites("POST users", "PUT ada", "DELETE bob")
	o.wantRoles("ada", "manager", "cleo", "member")
	m.WantNoDrift(o.set(o.ids["ada"], "manager", "cleo", "member"))
}

// What somebody else does is in the next plan, by name, and put right.
func TestResource_foreignEdits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit    func(o *office)
		found   []string // the members that the refresh finds
		removed []any
		writes  []string
	}{
		"somebody is added": {
			edit:  func(o *office) { o.join("eve", "manager") },
			found: []string{"ada", "admin", "bob", "member", "eve", "manager"}, removed: []any{"eve@example.com"}, writes: []string{"DELETE eve"},
		},
		"a role is changed": {
			edit:  func(o *office) { o.API.Edit(emulator.Members, o.home.ID+"/"+o.ids["bob"], attrs{"role": "admin"}) },
			found: []string{"ada", "admin", "bob", "admin"}, removed: []any{}, writes: []string{"PUT bob"},
		},
		"somebody leaves the workspace": {
			edit:  func(o *office) { o.leave("bob") },
			found: []string{"ada", "admin"}, removed: []any{}, writes: []string{"POST users"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "ada", "bob", "eve")
			config := o.set("ada", "admin", "bob", "member")
			m := o.Create(t, address, config)
			c.edit(o)
			m.Driver = o.Restart(t, m.Driver)
			p := m.Plan(config)
			if diff := harness.DiffAsState(o.set(c.found...)["members"], p.Before["members"]); diff != "" || p.Action != harness.Update {
				t.Errorf("plans %s; found: want - got +:\n%s", p.Action, diff)
			}
			if diff := cmp.Diff(c.removed, removes(p)); diff != "" {
				t.Errorf("removed_members: want - got +:\n%s", diff)
			}
			o.API.ResetRequests()
			harness.NoErrors(t, m.Driver.Apply(p))
			o.wantWrites(c.writes...)
			o.wantRoles("ada", "admin", "bob", "member")
			m.WantEmptyPlan(config)
		})
	}
}

// Who joined after the plan is left, and named.
func TestResource_joinedSince(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "eve")
	m := o.Create(t, address, o.set("ada", "admin"))
	p := m.Plan(o.set("ada", "admin", "bob", "member"))
	o.join("eve", "member")
	m.Driver = o.Restart(t, m.Driver)
	diags := m.Driver.Apply(p)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags.Warnings(), "", "eve@example.com", "joined the workspace after the plan")
	o.wantRoles("ada", "admin", "bob", "member", "eve", "member")
	if diff := cmp.Diff([]any{"eve@example.com"}, removes(m.Plan(o.set("ada", "admin", "bob", "member")))); diff != "" {
		t.Errorf("the next plan: want - got +:\n%s", diff)
	}
}

// A destroy removes those in the state and no other.
func TestResource_destroy(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "eve")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	p, diags := m.Driver.PlanDestroy(address)
	harness.NoErrors(t, diags)
	o.join("eve", "member")
	harness.NoErrors(t, m.Driver.Apply(p))
	o.wantRoles("eve", "member")
}

// Owners and admins of the organisation are left alone, and a lower role for one is no
// difference.
func TestResource_leaders(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	o.API.Edit(emulator.Users, o.ids["bob"], attrs{"role": "admin"})
	o.join("bob", "member")
	config := o.set("ada", "admin")
	m := o.Create(t, address, config)
	o.wantRoles("ada", "admin", "bob", "member")

	lower := o.set("ada", "admin", "bob", "member")
	p, diags := m.Driver.Plan(address, lower)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags.Warnings(), `members["bob@example.com"]`, "Role without effect", "bob@example.com")
	o.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	o.wantWrites()
	m.WantNoDrift(lower)
	if p := m.Apply(config); len(removes(p)) > 0 {
		t.Errorf("removes %v", removes(p))
	}
	o.wantWrites()
	o.wantRoles("ada", "admin", "bob", "member")
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	d := o.Driver(t)
	for name, c := range map[string]struct {
		config attrs
		at     string
		words  []string
	}{
		"a misspelt role":          {o.set("ada", "manger"), `members["ada@example.com"]`, []string{`Did you mean "manager"`}},
		"two spellings":            {o.set("Ada@example.com", "admin", "ada@Example.com", "member"), `members["ada@Example.com"]`, []string{"two spellings"}},
		"no address":               {o.set("Ada <ada@example.com>", "member"), `members["Ada <ada@example.com>"]`, []string{"not an e-mail address"}},
		"an ID and its address":    {o.set("ada", "admin", o.ids["ada"], "member"), "", []string{"one user"}},
		"a user of nobody":         {o.set("zoe@example.com", "member"), `members["zoe@example.com"]`, []string{"No user", "zoe@example.com", `when_unknown = "invite"`}},
		"two of nobody":            {o.set("zoe@example.com", "member", "yan@example.com", "admin"), "members", []string{`"yan@example.com", "zoe@example.com"`}},
		"an ID of nobody, invited": {with(o.set("0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32", "member"), "when_unknown", "invite"), "", []string{"No user"}},
		"a misspelt when_unknown":  {with(o.set("ada", "member"), "when_unknown", "invit"), "when_unknown", []string{`Did you mean "invite"`}},
		"no such workspace":        {with(o.set("ada", "member"), "workspace_id", "ws-nowhere-000000"), "workspace_id", []string{"Cannot find workspace"}},
	} {
		_, diags := d.Plan(address, c.config)
		if diags.Err() == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if c.at == "" {
			c.at = diags[len(diags)-1].Attribute
		}
		harness.WantError(t, diags, c.at, c.words...)
	}
	harness.WantUntouched(t, o.Env, true)
}

// Who is removed must be known at plan.
func TestResource_unknown(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	d := o.Driver(t)
	for name, config := range map[string]attrs{
		"the workspace":       with(o.set("ada", "admin"), "workspace_id", harness.Unknown),
		"the keys, of nobody": with(o.set(), "members", harness.Unknown),
		"a role":              with(o.set(), "members", attrs{"ada@example.com": harness.Unknown}),
		"when_unknown":        with(o.set("zoe@example.com", "member"), "when_unknown", harness.Unknown),
		"allow_no_admin":      with(o.set("ada", "member"), "allow_no_admin", harness.Unknown),
	} {
		p, diags := d.Plan(address, config)
		harness.NoErrors(t, diags)
		if diff := cmp.Diff([]any{}, p.After["removed_members"]); diff != "" {
			t.Errorf("%s: removed_members: want - got +:\n%s", name, diff)
		}
	}
	o.join("bob", "member")
	_, diags := o.Driver(t).Plan(address, with(o.set(), "members", harness.Unknown))
	harness.WantError(t, diags, "members", "The keys of members are not known yet", "e-mail addresses")

	p, diags := d.Plan(address, with(o.set("ada", "admin"), "workspace_id", harness.Unknown))
	harness.NoErrors(t, diags)
	fresh := o.API.AddWorkspace(attrs{"name": "Fresh"})
	harness.NoErrors(t, d.ApplyWith(p, with(o.set("ada", "admin"), "workspace_id", fresh.ID)))
	if n := o.API.Count(emulator.Members, fresh.ID); n != 2 {
		t.Errorf("there are %d members, want ada and the owner", n)
	}
}

// A failure half-way leaves a state that says what was done.
func TestResource_partial(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo", "dan")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	remove := o.API.Fail(emulator.Fault{Method: http.MethodPut, Path: "/admin/workspaces/*/users/*", Status: http.StatusForbidden})
	config := o.set("ada", "manager", "cleo", "member")
	_, diags := m.Driver.Converge(address, config)
	harness.WantError(t, diags, `members["ada@example.com"]`, "Cannot update", "ada@example.com", "workspace_users.update")
	o.wantRoles("ada", "admin", "bob", "member", "cleo", "member")
	m.WantState(attrs{"members": o.set("ada", "admin", "bob", "member", "cleo", "member")["members"], "removed_members": []any{}})
	remove()
	m.Apply(config)
	o.wantWrites("PUT ada", "DELETE bob")
	m.WantEmptyPlan(config)
}

// A create that fails half-way says what was done, and the next apply does the rest.
func TestResource_partialCreate(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "eve")
	o.join("eve", "member")
	remove := o.API.Fail(emulator.Fault{Method: http.MethodDelete, Path: "/admin/workspaces/*/users/*", Status: http.StatusInternalServerError})
	m := o.Manage(t, address)
	config := o.set("ada", "admin", "bob", "member")
	_, diags := m.Driver.Converge(address, config)
	harness.WantError(t, diags, `members["eve@example.com"]`, "Cannot create", "eve@example.com")
	harness.WantOne(t, diags.Warnings(), "", "added ada@example.com, added bob@example.com", "Nothing is in the state")
	if m.Driver.State(address) != nil {
		t.Errorf("the state has %v", m.Driver.State(address))
	}
	remove()
	m.Apply(config)
	o.wantWrites("DELETE eve")
}

// Where one of many can't be added, the others are, and the error is at its key.
func TestResource_oneRejected(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo")
	o.Key = o.API.AddKey(emulator.Key{Role: "manager"})
	m := o.Manage(t, address)
	_, diags := m.Driver.Converge(address, o.set("ada", "member", "bob", "admin", "cleo", "member"))
	harness.WantError(t, diags, `members["bob@example.com"]`, "bob@example.com", "no role above its own")
	o.wantWrites("POST users", "POST users", "POST users", "POST users")
	o.wantRoles("ada", "member", "cleo", "member")
}

// A lost response: who was added is found, and nobody is added twice.
func TestResource_lostResponse(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	o.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
	m := o.Manage(t, address)
	_, diags := m.Driver.Converge(address, o.set("ada", "admin", "bob", "member"))
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags.Warnings(), "", "Nobody was added twice")
	o.wantWrites("POST users")
	o.wantRoles("ada", "admin", "bob", "member")
}

// A role that somebody else changed since the state was read is not overwritten.
func TestResource_foreignRole(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	p := m.Plan(o.set("ada", "admin", "bob", "manager"))
	o.API.Edit(emulator.Members, o.home.ID+"/"+o.ids["bob"], attrs{"role": "admin"})
	o.API.ResetRequests()
	harness.WantError(t, m.Driver.Apply(p), `members["bob@example.com"]`, "somebody else changed it", `"admin"`)
	o.wantWrites()
}

// With a deleted workspace, a destroy has nothing to do.
func TestResource_workspaceDeleted(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	m := o.Create(t, address, o.set("ada", "admin"))
	o.API.DeleteWorkspace(o.home.ID)
	m.Driver = o.Restart(t, m.Driver)
	p, diags := m.Driver.PlanDestroy(address, harness.WithoutRefresh)
	harness.NoErrors(t, diags)
	harness.NoErrors(t, m.Driver.Apply(p))
	if state := m.Driver.State(address); state != nil {
		t.Errorf("the state has %v", state)
	}
}

// An import takes the ID or the slug of the workspace, and the members as they are.
func TestResource_import(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	o.join("ada", "admin")
	o.join("bob", "member")
	for _, ref := range []string{o.home.ID, o.home.Slug} {
		m := o.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		config := with(o.set("ada", "admin", "bob", "member"), "workspace_id", ref)
		m.WantState(with(with(config, "id", o.home.ID), "removed_members", []any{}))
		m.WantEmptyPlan(config)
	}
	harness.WantError(t, o.Driver(t).Import(address, "Production"), "", "Cannot import", "ID or slug")
}

// Twenty members cost a list of users, one of members for the plan and one for the apply,
// and the request that adds them; a refresh costs one request.
func TestResource_requests(t *testing.T) {
	t.Parallel()
	var names, pairs []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("user-%d", i))
		pairs = append(pairs, names[i], "manager")
	}
	o := open(t, names...)
	m := o.Manage(t, address)
	o.API.ResetRequests()
	_, diags := m.Driver.Converge(address, o.set(pairs...))
	harness.NoErrors(t, diags)
	if n := len(o.API.Requests()); n > 5 {
		t.Errorf("%d requests, want 5 at most", n)
	}
	m.Driver = o.Restart(t, m.Driver)
	o.API.ResetRequests()
	m.Plan(o.set(pairs...))
	if n := len(o.API.Requests()); n != 1 {
		t.Errorf("a plan takes %d requests, want 1", n)
	}
}

// The key of a workspace can't look users up: who is no member is named by the ID.
func TestResource_workspaceKey(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	o.join("ada", "admin")
	o.Key = o.API.AddKey(emulator.Key{WorkspaceID: o.home.ID})
	m := o.Manage(t, address)
	_, diags := m.Driver.Plan(address, o.set("ada", "admin", "bob", "member"))
	harness.WantError(t, diags, `members["bob@example.com"]`, "no member", "organisation_users.list", "the ID of the user")
	config := o.set("ada", "admin", o.ids["bob"], "member")
	m.Apply(config)
	o.wantRoles("ada", "admin", "bob", "member")
	m.WantEmptyPlan(config)
}

// Another workspace: those of the state leave the old one.
func TestResource_replace(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "eve")
	other := o.API.AddWorkspace(attrs{"name": "Other"})
	m := o.Create(t, address, o.set("ada", "admin"))
	o.API.Add(emulator.Members, other.ID, attrs{"id": o.ids["eve"]})
	p := m.Plan(with(o.set("ada", "admin"), "workspace_id", other.ID))
	if all := removes(p); p.Action != harness.Replace || len(all) != 1 || all[0] != "eve@example.com" {
		t.Errorf("plans %s, removes %v", p.Action, all)
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	o.wantRoles()
	m.WantState(attrs{"id": other.ID, "removed_members": []any{"eve@example.com"}})
}
