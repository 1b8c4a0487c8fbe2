package member_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const newcomer = "Ada@example.com"

// inviting is the configuration of a member who may have to be invited.
func inviting(home emulator.Workspace, more ...any) attrs {
	return in(home, append([]any{"email", newcomer, "when_unknown", "invite"}, more...)...)
}

// invitedTo wants one pending invite, and returns its id.
func invitedTo(t *testing.T, env *harness.Env) string {
	t.Helper()
	var pending []string
	for _, one := range env.API.All(emulator.Invites) {
		if one.Fields["status"] == "pending" {
			pending = append(pending, one.ID)
		}
	}
	if len(pending) != 1 {
		t.Fatalf("there are %d pending invites, want 1", len(pending))
	}
	return pending[0]
}

// From invited to active nothing is planned, and the identity stays.
func TestResource_invited(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Manage(t, address)
	m.Apply(inviting(home))
	if sent := env.API.Bodies(http.MethodPost, ""); len(sent) != 1 || sent[0] != fmt.Sprintf(
		`{"email":"Ada@example.com","role":"member","workspaces":[{"id":"%s","role":"member"}]}`, home.ID) {
		t.Errorf("sent %q", sent)
	}
	invite := invitedTo(t, env)
	invitedID := home.ID + "/ada@example.com"
	m.WantState(attrs{
		"id": invitedID, "status": "invited", "invite_id": invite, "email": newcomer, "user_id": nil, "org_role": nil,
	})
	m.WantEmptyPlan(inviting(home))

	user := env.API.Accept(invite)
	m.Driver = env.Restart(t, m.Driver)
	m.WantEmptyPlan(inviting(home))
	m.Refresh()
	m.WantState(attrs{
		"id": home.ID + "/" + user, "status": "active", "invite_id": nil, "email": newcomer, "user_id": user, "role": "member", "org_role": "member",
	})
	if got := m.Driver.Identity(address)["id"]; got != invitedID {
		t.Errorf("the identity is %v", got)
	}
	m.Apply(in(home, "user_id", user, "role", "manager"))
	m.WantPuts(`{"role": "manager"}`)
	m.Driver.Forget(address)
	harness.NoErrors(t, m.Driver.ImportIdentity(address, attrs{"id": invitedID}))
	m.WantState(attrs{"id": home.ID + "/" + user, "role": "manager"})
	harness.NoErrors(t, m.Driver.Destroy(address))
	if roleOf(env, home, user) != nil {
		t.Error("the member was not removed")
	}
}

// Another role, and another person, is another invite.
func TestResource_invitedWithAnotherRole(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, inviting(home))
	first := invitedTo(t, env)
	p := m.Apply(inviting(home, "role", "admin"))
	if p.Action != harness.Replace || invitedTo(t, env) == first {
		t.Errorf("plans %s", p.Action)
	}
	m.Apply(inviting(home, "role", "admin", "email", "ADA@example.com"))
	harness.WantUntouched(t, env, true)
	harness.NoErrors(t, m.Driver.Destroy(address))
	for _, one := range env.API.All(emulator.Invites) {
		if one.Fields["status"] != "cancelled" {
			t.Errorf("left: %v", one.Fields)
		}
	}
}

// An invite that can't be accepted any more is planned to be sent again.
func TestResource_inviteEnded(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(api *emulator.Server, invite string){
		"expired": func(api *emulator.Server, _ string) { api.Advance(8 * 24 * time.Hour) },
		"cancelled": func(api *emulator.Server, invite string) {
			api.Edit(emulator.Invites, invite, attrs{"status": "cancelled"})
		},
		"accepted, and removed since": func(api *emulator.Server, invite string) {
			user := api.Accept(invite)
			api.Leave(user)
			api.Advance(2 * time.Hour)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			m := env.Create(t, address, inviting(home))
			first := invitedTo(t, env)
			end(env.API, first)
			m.Driver = env.Restart(t, m.Driver)
			harness.NoErrors(t, env.Restart(t, m.Driver).Destroy(address))
			if p := m.Apply(inviting(home)); p.Action != harness.Create {
				t.Errorf("plans %s", p.Action)
			}
			m.WantState(attrs{"status": "invited"})
			if m.Driver.State(address)["invite_id"] == first || len(env.API.Bodies(http.MethodPost, "")) != 1 {
				t.Error("no other invite was sent")
			}
		})
	}
}

// Who was a user and left is invited again with a warning; who never accepted, without.
func TestResource_invitedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(api *emulator.Server, invite string)
		warn bool
	}{
		"left":    {func(api *emulator.Server, invite string) { api.Leave(api.Accept(invite)) }, true},
		"expired": {func(api *emulator.Server, _ string) { api.Advance(8 * 24 * time.Hour) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			first := invitedTo(t, env.Create(t, address, inviting(home)).Env)
			test.end(env.API, first)
			env.API.Advance(2 * time.Hour)
			d := env.Driver(t)
			_, diags := d.Converge(address, inviting(home))
			harness.NoErrors(t, diags)
			if test.warn {
				harness.WantOne(t, diags, "email", "Somebody who left is invited again: "+newcomer, first, "no user", "remove the resource")
			} else if len(diags) > 0 {
				t.Error(diags)
			}
			if got := d.State(address); got["status"] != "invited" || got["invite_id"] == first {
				t.Errorf("the state is %v", got)
			}
		})
	}
}

// A pending invite that says the same is taken over, and no other.
func TestResource_invitePending(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		role  string
		seats func(home, other string) []any
		same  bool
		as    string // imported
	}{
		"the same":          {"member", func(home, _ string) []any { return []any{attrs{"id": home, "role": "member"}} }, true, "member"},
		"another role":      {"member", func(home, _ string) []any { return []any{attrs{"id": home, "role": "admin"}} }, false, "admin"},
		"an organisation's": {"member", func(string, string) []any { return nil }, false, ""},
		"an admin's":        {"admin", func(home, _ string) []any { return []any{attrs{"id": home, "role": "member"}} }, false, ""},
		"another workspace": {"member", func(home, other string) []any {
			return []any{attrs{"id": home, "role": "member"}, attrs{"id": other, "role": "member"}}
		}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			other := env.API.AddWorkspace(attrs{"name": "Staging"})
			there := env.API.Add(emulator.Invites, "", attrs{"email": "ada@example.com", "role": test.role, "workspaces": test.seats(home.ID, other.ID)})
			d := env.Driver(t)
			env.API.ResetRequests()
			_, diags := d.Converge(address, inviting(home))
			if !test.same {
				harness.WantError(t, diags, "email", "Cannot create workspace member", "pending invite "+there, "Nothing was created", "portkey_user_invite")
			} else {
				harness.NoErrors(t, diags)
				if got := d.State(address); got["invite_id"] != there || got["status"] != "invited" {
					t.Errorf("the state is %v", got)
				}
			}
			harness.WantUntouched(t, env, true)
			imported := env.Driver(t)
			diags = imported.Import(address, home.Slug+"/ada@example.com")
			if test.as == "" {
				harness.WantError(t, diags, "", "Cannot import workspace member", "nor invited to it")
				return
			}
			harness.NoErrors(t, diags)
			if got := imported.State(address); got["invite_id"] != there || got["role"] != test.as || got["status"] != "invited" {
				t.Errorf("imported %v", got)
			}
		})
	}
}

// An invite whose answer was lost is found, and not sent again.
func TestResource_inviteLost(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"with workspaces": {}, "without": {Sparse: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t, emulator.WithAnswers(answers))
			env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
			d := env.Driver(t)
			_, diags := d.Converge(address, inviting(home))
			harness.NoErrors(t, diags)
			if len(diags.Warnings()) != 1 || d.State(address)["invite_id"] != invitedTo(t, env) || len(env.API.Bodies(http.MethodPost, "")) != 1 {
				t.Errorf("%s, %v", diags, d.State(address))
			}
		})
	}
}

// Who accepts while a destroy is under way is removed all the same.
func TestResource_acceptedBeforeADestroy(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, inviting(home))
	p, diags := m.Driver.PlanDestroy(address)
	harness.NoErrors(t, diags)
	user := env.API.Accept(invitedTo(t, env))
	harness.NoErrors(t, m.Driver.Apply(p))
	if roleOf(env, home, user) != nil {
		t.Error("the member was not removed")
	}
}

// Without the right to invite, nobody is.
func TestResource_inviteRefused(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.Key = env.API.AddKey(emulator.Key{Scopes: []string{"organisation_users.list", "organisation_users.read", "workspace_users.list", "workspace_users.read"}})
	_, diags := env.Driver(t).Converge(address, inviting(home))
	harness.WantError(t, diags, "", "Cannot create invite", "organisation_users.create", "Nothing was created")
}
