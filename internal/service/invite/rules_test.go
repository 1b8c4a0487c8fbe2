package invite_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// seat is a workspace of an invite.
func seat(workspace any, role string) attrs { return attrs{"workspace_id": workspace, "role": role} }

// to is the configuration of an invite, with pairs of a name and a value laid over it.
func to(email string, more ...any) attrs {
	config := attrs{"email": email, "role": "member"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// last is the newest invite.
func last(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Invites)
	if len(all) == 0 {
		t.Fatal("there is no invite")
	}
	return all[len(all)-1]
}

// sent is how many invites were sent.
func sent(env *harness.Env) int { return len(env.API.Bodies(http.MethodPost, "/admin/users/invites")) }

// An accepted invite plans nothing, whatever is written for the same person, and a
// destroy forgets it.
func TestResource_accepted(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	config := to("ada@example.com", "workspaces", []attrs{seat(home.ID, "member")}, "api_key_scopes", []string{"logs.view"})
	m := env.Create(t, address, config)
	link := m.Driver.State(address)["invite_link"]
	env.API.Accept(last(t, env).ID)
	m.WantEmptyPlan(config)
	m.WantState(attrs{"status": "accepted", "invite_link": link})

	for name, changed := range map[string]attrs{
		"role":           to("Ada@example.com", "role", "admin", "workspaces", config["workspaces"], "api_key_scopes", config["api_key_scopes"]),
		"workspaces":     to("ada@example.com", "workspaces", []attrs{seat(home.ID, "admin")}, "api_key_scopes", config["api_key_scopes"]),
		"unknown":        to("ada@example.com", "workspaces", []attrs{seat(harness.Unknown, "member")}, "api_key_scopes", config["api_key_scopes"]),
		"api_key_scopes": to("ada@example.com", "workspaces", config["workspaces"], "api_key_scopes", []string{"completions.write"}),
	} {
		p, diags := m.Driver.Plan(address, changed)
		harness.WantOne(t, diags, map[string]string{"unknown": "workspaces"}[name]+map[bool]string{true: name}[name != "unknown"],
			"Change without effect", "was accepted", "portkey_workspace_member")
		if name != "role" && p.Action != harness.NoOp || name == "role" && p.Action != harness.Update { // its spelling of the address
			t.Errorf("%s: plans %s", name, p.Action)
		}
	}
	// What is removed has to be recorded, and is not planned again.
	m.Apply(to("ada@example.com"))
	m.WantEmptyPlan(to("ada@example.com"))
	m.Apply(config)
	m.WantEmptyPlan(config)
	harness.WantUntouched(t, env, true)

	diags := m.Driver.Destroy(address)
	harness.WantOne(t, diags, "", "removed from the state only", "ada@example.com accepted", "remove_on_destroy")
	harness.WantUntouched(t, env, true)
	if m.Driver.State(address) != nil {
		t.Error("it is still in the state")
	}
}

// An invite that expired or was cancelled stays as it is until the user wants another.
func TestResource_over(t *testing.T) {
	t.Parallel()
	for status, end := range map[string]func(env *harness.Env, id string){
		"expired":   func(env *harness.Env, _ string) { env.API.Advance(8 * 24 * time.Hour) },
		"cancelled": func(env *harness.Env, id string) { env.API.Drop(emulator.Invites, id) },
	} {
		for name, answers := range map[string]emulator.Answers{"": {}, ", not read": {NotFound: emulator.NotFoundIs404}} {
			t.Run(status+name, func(t *testing.T) {
				t.Parallel()
				env := harness.Start(t, emulator.WithAnswers(answers))
				config := to("ada@example.com")
				m := env.Create(t, address, config)
				first := last(t, env).ID
				end(env, first)
				p, diags := m.Driver.Plan(address, config)
				harness.WantOne(t, diags, "", "Invite can't be accepted", "ada@example.com is "+status, "-replace='<address above>'")
				if p.Action != harness.NoOp {
					t.Errorf("plans %s", p.Action)
				}
				m.Refresh()
				m.WantState(attrs{"status": status, "id": first})
				env.API.ResetRequests()
				m.Apply(config, harness.Replacing)
				if m.WantState(attrs{"status": "pending", "id": last(t, env).ID}); sent(env) != 1 || len(env.Writes()) != 1 {
					t.Errorf("%d invites were sent, by %d writes", sent(env), len(env.Writes()))
				}
				end(env, last(t, env).ID)
				env.API.ResetRequests()
				harness.NoErrors(t, m.Driver.Destroy(address))
				harness.WantUntouched(t, env, true)
			})
		}
	}
}

// An invite that is accepted while it is being cancelled was accepted.
func TestResource_acceptedMeanwhile(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, to("ada@example.com"))
	p, diags := m.Driver.PlanDestroy(address)
	harness.NoErrors(t, diags)
	remove := env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: http.StatusBadRequest})
	harness.WantError(t, m.Driver.Apply(p), "", "Cannot destroy invite", "400")
	remove()
	p, diags = m.Driver.PlanDestroy(address)
	harness.NoErrors(t, diags)
	env.API.Accept(last(t, env).ID)
	harness.WantOne(t, m.Driver.Apply(p), "", "removed from the state only")
}

// Nobody is invited twice: the error says how to go on.
func TestResource_invitedOnce(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, to("ada@example.com"))
	first := last(t, env).ID
	other := env.Driver(t)
	_, diags := other.Converge(address, to("ADA@example.com"))
	harness.WantError(t, diags, "email", "Cannot create invite", "already exists, and is pending. Nothing was created", `id = "`+first+`"`, "moved block")
	_, diags = m.Driver.Converge(address, to("ada@example.com", "role", "admin"), harness.CreateBeforeDestroy)
	harness.WantError(t, diags, "email", "create_before_destroy")

	user := env.API.Accept(first)
	_, diags = other.Converge(address, to("Ada@example.com"))
	harness.WantError(t, diags, "email", "Cannot create invite", "is the address of a user", `id = "`+user+`"`, "portkey_workspace_member")
	harness.WantUntouched(t, env, true)

	// What is taken is not known without the right to look, and the API rejects it.
	env.API.SetScopes(env.Key, "organisation_users.create", "organisation_users.read")
	_, diags = env.Driver(t).Converge(address, to("ada@example.com"))
	harness.WantError(t, diags, "", "Cannot create invite", "409", "Nothing was created", "portkey_user")
	if len(diags.Warnings()) != 1 {
		t.Errorf("want a warning, have %s", diags)
	}
}

// Where the answer is lost, the invite is adopted without its link.
func TestResource_lostAnswer(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	config := to("Ada@example.com", "workspaces", []attrs{seat(home.Slug, "member")}, "api_key_scopes", []string{"logs.view"})
	m := env.Manage(t, address)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
	_, diags := m.Driver.Converge(address, config)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "", "Invite adopted", last(t, env).ID, "invite_link is null", "portkey_resend_invite")
	m.WantState(attrs{"id": last(t, env).ID, "status": "pending", "invite_link": nil, "email": "Ada@example.com"})
	m.WantEmptyPlan(config)
	if sent(env) != 0 { // the log was emptied since
		t.Error("it was sent again")
	}
}

// What an import can't know is no reason to invite again.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	id := env.API.Add(emulator.Invites, "", attrs{
		"email": "ada@example.com", "workspaces": []attrs{{"id": home.ID, "role": "member"}}, "workspace_api_key_details": attrs{"scopes": []string{"logs.view"}},
	})
	without := to("Ada@example.com", "workspaces", []attrs{seat(home.ID, "member")})
	with := to("ada@example.com", "workspaces", []attrs{seat(home.ID, "member")}, "api_key_scopes", []string{"logs.view"})
	for name, imports := range map[string]func(d *harness.Driver) harness.Diagnostics{
		"id":       func(d *harness.Driver) harness.Diagnostics { return d.Import(address, id) },
		"address":  func(d *harness.Driver) harness.Diagnostics { return d.Import(address, "ADA@example.com") },
		"identity": func(d *harness.Driver) harness.Diagnostics { return d.ImportIdentity(address, attrs{"id": id}) },
	} {
		m := env.Manage(t, address)
		harness.NoErrors(t, imports(m.Driver))
		m.WantState(attrs{"id": id, "email": "ada@example.com", "invite_link": nil, "api_key_scopes": nil, "status": "pending"})
		m.WantEmptyPlan(to("ada@example.com", "workspaces", without["workspaces"]))
		m.Apply(without) // another spelling of the address
		p, diags := m.Driver.Plan(address, with)
		harness.WantOne(t, diags, "api_key_scopes", "recorded, not sent", "-replace")
		harness.WantChanges(t, p, nil, "api_key_scopes", "email")
		env.API.ResetRequests()
		harness.NoErrors(t, m.Driver.Apply(p))
		m.WantEmptyPlan(with)
		harness.WantUntouched(t, env, true)
		if p := m.Plan(to("ada@example.com", "workspaces", with["workspaces"], "api_key_scopes", []string{"completions.write"})); p.Action != harness.Replace {
			t.Errorf("%s: plans %s for other scopes", name, p.Action)
		}
	}
	m := env.Manage(t, address)
	harness.WantError(t, m.Driver.Import(address, "grace@example.com"), "", "Cannot import invite", "No active invite", "grace@example.com")
}

// The workspaces are a set, and come back by their ids.
func TestResource_workspaces(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home, other := env.API.AddWorkspace(attrs{"name": "Production"}), env.API.AddWorkspace(attrs{"name": "Staging"})
	m := env.Create(t, address, to("ada@example.com", "workspaces", []attrs{seat(home.Slug, "member"), seat(other.ID, "admin")}))
	m.WantEmptyPlan(to("ada@example.com", "workspaces", []attrs{seat(home.Slug, "member"), seat(other.ID, "admin")}))
	m.Apply(to("ada@example.com", "workspaces", []attrs{seat(other.Slug, "admin"), seat(home.ID, "member")}))
	harness.WantUntouched(t, env, true)
	for name, workspaces := range map[string]any{
		"another role": []attrs{seat(other.Slug, "member"), seat(home.ID, "member")}, "one less": []attrs{seat(home.ID, "member")},
		"none": nil, "not known yet": []attrs{seat(other.Slug, "admin"), seat(harness.Unknown, "member")},
	} {
		if p := m.Plan(to("ada@example.com", "workspaces", workspaces)); p.Action != harness.Replace {
			t.Errorf("%s: plans %s", name, p.Action)
		}
	}
	_, diags := m.Driver.Plan(address, to("ada@example.com", "workspaces", []attrs{seat("ws-nowhere-000000", "admin")}))
	harness.WantError(t, diags, "workspaces[0]", "Cannot find workspace", "workspaces[0].workspace_id", "ws-nowhere-000000")
	_, diags = env.Driver(t).Converge(address, to("grace@example.com", "workspaces", []attrs{seat("ws-nowhere-000000", "admin")}))
	harness.WantError(t, diags, "workspaces[0]", "Cannot find workspace")
	if sent(env) != 0 {
		t.Error("an invite was sent")
	}
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	for _, c := range []struct {
		config attrs
		at     string
		word   string
	}{
		{to("ada"), "email", "not an e-mail address"},
		{to("ada@example.com", "role", "admim"), "role", `Did you mean "admin"`},
		{to("ada@example.com", "workspaces", []attrs{seat("ws-a-000000", "membr")}), "workspaces[0]", `Did you mean "member"`},
		{to("ada@example.com", "workspaces", []attrs{{"role": "member"}}), "workspaces[0]", "workspaces[0].workspace_id is required"},
		{to("ada@example.com", "workspaces", []attrs{seat("ws-a-000000", "member"), seat("ws-a-000000", "admin")}), "workspaces[1]", "in the list twice"},
		{to("ada@example.com", "workspaces", []any{nil}), "workspaces[0]", "is null"},
		{to("ada@example.com", "api_key_scopes", []string{" "}), "api_key_scopes[...]", "blank"},
	} {
		harness.WantError(t, d.Validate(address, c.config), c.at, c.word)
	}
	harness.NoErrors(t, d.Validate(address, to("ada@example.com", "workspaces", []any{harness.Unknown})))
	harness.WantUntouched(t, env, false)
}

// 120 invites are on two pages, and are refreshed by few more requests than these.
func TestResource_refreshByPages(t *testing.T) {
	t.Parallel()
	const invites, most = 120, 2 + 2
	env := harness.Start(t)
	d := env.Driver(t)
	for i := range invites {
		id := env.API.Add(emulator.Invites, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
		harness.NoErrors(t, d.Import(fmt.Sprintf("%s_%d", address, i), id))
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for i := range invites {
		harness.NoErrors(t, d.Refresh(fmt.Sprintf("%s_%d", address, i)))
	}
	if n := len(env.API.Requests()); n > most {
		t.Errorf("%d requests, want %d at most", n, most)
	}
}
