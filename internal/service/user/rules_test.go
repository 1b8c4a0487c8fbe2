package user_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const address = "portkey_user.test"

const ada, grace = "ada@example.com", "Grace.Hopper@Example.com"

// start starts an API whose organisation has, beside its owner, Ada and Grace as members.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, adaID, graceID string) {
	t.Helper()
	env = harness.Start(t, options...)
	return env, env.API.Add(emulator.Users, "", attrs{"email": ada}), env.API.Add(emulator.Users, "", attrs{"email": grace})
}

// owner is the id of the owner of the organisation.
func owner(t *testing.T, env *harness.Env) string {
	t.Helper()
	for _, one := range env.API.All(emulator.Users) {
		if one.Fields["role"] == "owner" {
			return one.ID
		}
	}
	t.Fatal("there is no owner")
	return ""
}

// roleOf is the role of a user, or "" once they have left.
func roleOf(env *harness.Env, id string) string {
	for _, one := range env.API.All(emulator.Users) {
		if one.ID == id {
			return fmt.Sprint(one.Fields["role"])
		}
	}
	return ""
}

// A user is adopted by the id or by the e-mail address, in whatever case, and written
// only where the role is another one.
func TestResource_adopts(t *testing.T) {
	t.Parallel()
	env, adaID, graceID := start(t)
	for name, c := range map[string]struct {
		named attrs
		id    string
	}{
		"by id":                   {attrs{"user_id": adaID}, adaID},
		"by e-mail":               {attrs{"email": ada}, adaID},
		"by e-mail, another case": {attrs{"email": strings.ToLower(grace)}, graceID},
	} {
		config := attrs{"role": "member"}
		for key, value := range c.named {
			config[key] = value
		}
		m := env.Create(t, address, config)
		harness.WantUntouched(t, env, true)
		m.WantState(attrs{"id": c.id, "user_id": c.id, "first_name": "Grace"})
		m.WantState(c.named)
		m.WantEmptyPlan(config)

		config["role"] = "admin"
		harness.WantChanges(t, m.Apply(config), []string{"last_updated_at"}, "role", "last_updated_at")
		m.WantPuts(`{"role": "admin"}`)
		m.WantEmptyPlan(config)
		if roleOf(env, c.id) != "admin" {
			t.Errorf("%s: the user is %s", name, roleOf(env, c.id))
		}
		config["role"] = "member"
		m.Apply(config)
	}
}

// The plan of an adoption says whose role changes, and from what.
func TestResource_planAdoption(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	for name, c := range map[string]struct {
		config attrs
		at     string
		words  []string
	}{
		"another role":               {attrs{"email": ada, "role": "admin"}, "role", []string{"will change: " + ada, `has the role "member"`, `to "admin"`}},
		"by id":                      {attrs{"user_id": adaID, "role": "admin"}, "role", []string{"will change: " + ada}},
		"nobody":                     {attrs{"email": "nobody@example.com", "role": "admin"}, "email", []string{"No such user", "Invite the person"}},
		"the same role":              {attrs{"email": ada, "role": "member"}, "", nil},
		"a role that is not known":   {attrs{"email": ada, "role": harness.Unknown}, "", nil},
		"an id that nobody has":      {attrs{"user_id": "0f3a7a52-0000-4000-8000-000000000001", "role": "admin"}, "", nil},
		"a user who is not known":    {attrs{"email": harness.Unknown, "role": "admin"}, "", nil},
		"an address in another case": {attrs{"email": strings.ToUpper(ada), "role": "member"}, "", nil},
	} {
		_, diags := env.Driver(t).Plan(address, c.config)
		if c.words == nil {
			if len(diags) > 0 {
				t.Errorf("%s: %s", name, diags)
			}
			continue
		}
		harness.NoErrors(t, diags)
		harness.WantOne(t, diags, c.at, c.words...)
	}
	harness.WantUntouched(t, env, true)
}

// One list serves the plan of many adoptions.
func TestResource_planCosts(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	for i := range 20 {
		env.API.Add(emulator.Users, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
	}
	d := env.Driver(t)
	env.API.ResetRequests()
	for i := range 20 {
		_, diags := d.Plan(fmt.Sprintf("%s_%d", address, i), attrs{"email": fmt.Sprintf("user-%d@example.com", i), "role": "member"})
		harness.NoErrors(t, diags)
	}
	if sent := env.API.Requests(); len(sent) != 1 {
		t.Errorf("%d requests, want 1", len(sent))
	}
}

// Owners are out of reach, whenever they became one.
func TestResource_owner(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	ownerID, refusal := owner(t, env), []string{"is an owner of the organisation", "Nothing was changed", "terraform state rm"}
	for _, config := range []attrs{{"user_id": ownerID, "role": "member"}, {"email": "Ada.Lovelace@example.com", "role": "admin"}} {
		_, diags := env.Driver(t).Plan(address, config)
		harness.WantError(t, diags, "role", append(refusal, "Cannot adopt user")...)
	}
	d := env.Driver(t)
	harness.NoErrors(t, d.Import(address, ownerID))
	_, diags := d.Plan(address, attrs{"user_id": ownerID, "role": "member"})
	harness.WantError(t, diags, "role", append(refusal, "Cannot update user")...)

	m := env.Create(t, address, attrs{"user_id": adaID, "role": "member"})
	planned := m.Plan(attrs{"user_id": adaID, "role": "admin"})
	env.API.Edit(emulator.Users, adaID, attrs{"role": "owner"})
	harness.WantError(t, m.Driver.Apply(planned), "role", append(refusal, "Cannot update user")...)
	harness.WantUntouched(t, env, true)
}

// Who is not a user can't be adopted, and the error says what to do.
func TestResource_unknownUser(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	for attribute, value := range map[string]string{"email": "nobody@example.com", "user_id": "0f3a7a52-0000-4000-8000-000000000001"} {
		_, diags := env.Driver(t).Converge(address, attrs{attribute: value, "role": "member"})
		harness.WantError(t, diags, attribute, "Cannot adopt user", value, "Nothing was changed", "Invite the person")
	}
	env.API.SetScopes(env.Key)
	_, diags := env.Driver(t).Converge(address, attrs{"email": ada, "role": "member"})
	harness.WantError(t, diags, "email", "Cannot adopt user", "organisation_users.list")
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	d := env.Driver(t)
	for name, c := range map[string]struct {
		config attrs
		at     string
		word   string
	}{
		"nobody":          {attrs{"role": "member"}, "", "Exactly one of"},
		"both":            {attrs{"user_id": adaID, "email": ada, "role": "member"}, "user_id", "Exactly one of"},
		"a name":          {attrs{"email": "Ada", "role": "member"}, "email", "not an e-mail address"},
		"e-mail as an id": {attrs{"user_id": ada, "role": "member"}, "user_id", "Set email instead"},
		"owner":           {attrs{"email": ada, "role": "owner"}, "role", "makes nobody an owner"},
		"a misspelling":   {attrs{"email": ada, "role": "Admin"}, "role", `Did you mean "admin"`},
		"no role":         {attrs{"email": ada, "role": ""}, "role", "blank"},
	} {
		t.Run(name, func(t *testing.T) { harness.WantError(t, d.Validate(address, c.config), c.at, c.word) })
	}
}

// Another spelling of the same user is no other user, and sends nothing.
func TestResource_sameUser(t *testing.T) {
	t.Parallel()
	env, adaID, graceID := start(t)
	m := env.Create(t, address, attrs{"email": ada, "role": "member"})
	for _, named := range []attrs{{"email": strings.ToUpper(ada)}, {"user_id": adaID}, {"email": ada}} {
		config := attrs{"role": "member"}
		for key, value := range named {
			config[key] = value
		}
		m.Apply(config)
		harness.WantUntouched(t, env, true)
		m.WantState(named)
		m.WantEmptyPlan(config)
	}
	for _, other := range []attrs{{"email": grace, "role": "member"}, {"user_id": graceID, "role": "member"}, {"email": harness.Unknown, "role": "member"}} {
		p, diags := m.Driver.Plan(address, other)
		harness.NoErrors(t, diags)
		if p.Action != harness.Replace || !strings.Contains(diags.String(), "User stays in the organisation") {
			t.Errorf("plans %s: %s", p.Action, diags)
		}
	}
	m.Apply(attrs{"email": grace, "role": "member"})
	m.WantState(attrs{"id": graceID, "email": grace})
	if roleOf(env, adaID) != "member" {
		t.Error("the other user was removed")
	}
}

// A destroy forgets the user, and says so.
func TestResource_forgotten(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	for _, remove := range []any{nil, false} {
		m := env.Create(t, address, attrs{"email": ada, "role": "admin", "remove_on_destroy": remove})
		p, diags := m.Driver.PlanDestroy(address)
		harness.WantOne(t, diags, "", "User stays in the organisation", ada, `keeps the role "admin"`, "remove_on_destroy = true")
		env.API.ResetRequests()
		harness.NoErrors(t, m.Driver.Apply(p))
		harness.WantUntouched(t, env, false)
		if m.Driver.State(address) != nil || roleOf(env, adaID) != "admin" {
			t.Errorf("the state has %v, the user is %q", m.Driver.State(address), roleOf(env, adaID))
		}
	}
}

// With remove_on_destroy the user is removed, as last applied, and the plan says what
// goes with them.
func TestResource_removed(t *testing.T) {
	t.Parallel()
	env, adaID, graceID := start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.Members, home.ID, attrs{"id": adaID, "role": "member"})
	config := attrs{"email": ada, "role": "member"}
	m := env.Create(t, address, config)
	config["remove_on_destroy"] = true
	m.Apply(config)
	harness.WantUntouched(t, env, true)

	p, diags := m.Driver.PlanDestroy(address)
	harness.WantOne(t, diags, "", "User will be removed from the organisation: "+ada, adaID, "memberships of workspaces", "API keys", "remove_on_destroy = false")
	_, diags = m.Driver.Plan(address, attrs{"email": grace, "role": "member"})
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "", "User will be removed from the organisation: "+ada)
	for _, scopes := range [][]string{{"organisation_users.list", "organisation_users.read", "organisation_users.delete"}, {"organisation_users.read", "organisation_users.delete"}} {
		env.API.SetScopes(env.Key, scopes...) // whether or not anybody can be looked up
		_, diags = env.Restart(t, m.Driver).Plan(address, config, harness.Replacing)
		harness.WantError(t, diags, "remove_on_destroy", "Cannot replace user", ada, "Nothing was changed")
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	if roleOf(env, adaID) != "" || roleOf(env, graceID) != "member" || m.Driver.State(address) != nil {
		t.Errorf("Ada is %q, Grace is %q", roleOf(env, adaID), roleOf(env, graceID))
	}
}

// What Portkey protects is explained, in whichever way it refuses.
func TestResource_protected(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 409} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			env, adaID, _ := start(t)
			m := env.Create(t, address, attrs{"user_id": adaID, "role": "admin", "remove_on_destroy": true})
			env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: status})
			harness.WantError(t, m.Driver.Destroy(address), "", "Cannot destroy user", "refused to remove", "no other owner or admin", "Nothing was changed", fmt.Sprint(status))
			if m.Driver.State(address) == nil {
				t.Error("the state has lost the user")
			}
			if status == 400 {
				return // of a role, that is a value that the API does not accept
			}
			env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: status})
			_, diags := m.Driver.Converge(address, attrs{"user_id": adaID, "role": "member", "remove_on_destroy": true})
			harness.WantError(t, diags, "", "Cannot update user", "refused to change the role", "no other owner or admin", fmt.Sprint(status))
		})
	}
}

// A user who has left is forgotten once that is proven, and never by another
// organisation's key.
func TestResource_left(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		leaves  bool
		foreign bool
		proven  bool
	}{
		"404":                          {leaves: true, proven: true},
		"403":                          {answers: emulator.Answers{NotFound: emulator.NotFoundIs403}, leaves: true, proven: true},
		"the key of another one's":     {leaves: true, foreign: true},
		"there, to the key of another": {foreign: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, adaID, _ := start(t, emulator.WithAnswers(c.answers))
			d := env.Driver(t)
			harness.NoErrors(t, d.Import(address, strings.ToUpper(ada)))
			env.API.Advance(2 * time.Hour)
			if c.leaves {
				env.API.Leave(adaID)
			}
			if c.foreign {
				_, env.Key = env.API.AddOrganisation("Globex")
			}
			d = env.Restart(t, d)
			err := d.Refresh(address).Err()
			if (err == nil) != c.proven || (d.State(address) == nil) != c.proven {
				t.Errorf("the state has %v: %v", d.State(address), err)
			}
			if c.foreign && !strings.Contains(err.Error(), "another organisation") {
				t.Errorf("the error does not name the organisation: %v", err)
			}
		})
	}
}

// An edit in the UI is found and put right, and never overwritten unseen.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	config := attrs{"email": ada, "role": "member"}
	m := env.Create(t, address, config)
	env.API.Advance(time.Minute)
	env.API.Edit(emulator.Users, adaID, attrs{"role": "admin"})
	m.Driver = env.Restart(t, m.Driver)
	p := m.Plan(config)
	if p.Before["role"] != "admin" || p.Action != harness.Update {
		t.Errorf("the refresh finds %v and plans %s", p.Before["role"], p.Action)
	}
	m.Apply(config)
	m.WantPuts(`{"role": "member"}`)
	m.WantEmptyPlan(config)

	p = m.Plan(attrs{"email": ada, "role": "admin"})
	env.API.Advance(time.Minute)
	env.API.Edit(emulator.Users, adaID, attrs{"role": "admin"}) // what is planned is there already
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	harness.WantUntouched(t, env, true)
}

// Many users are refreshed by the pages of their list.
func TestResource_refreshCosts(t *testing.T) {
	t.Parallel()
	const users, most = 120, 2 + 2
	env, _, _ := start(t)
	d := env.Driver(t)
	for i := range users {
		id := env.API.Add(emulator.Users, "", attrs{"email": fmt.Sprintf("user-%d@example.com", i)})
		harness.NoErrors(t, d.Import(fmt.Sprintf("%s_%d", address, i), id))
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for i := range users {
		harness.NoErrors(t, d.Refresh(fmt.Sprintf("%s_%d", address, i)))
	}
	if sent := len(env.API.Requests()); sent > most {
		t.Errorf("%d requests, want %d at most", sent, most)
	}
}

// The organisation is asked for once, also by a key that may not read it.
func TestResource_organisationCosts(t *testing.T) {
	t.Parallel()
	env, adaID, graceID := start(t)
	env.API.SetScopes(env.Key, "organisation_users.read", "organisation_users.list")
	d := env.Driver(t)
	for i, id := range []string{adaID, graceID, adaID} {
		harness.NoErrors(t, d.Import(fmt.Sprintf("%s_%d", address, i), id))
	}
	if asked := len(env.API.Bodies(http.MethodGet, "/admin/workspaces")); asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
}

// A stale answer after a write is not taken for an edit.
func TestResource_stale(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	m := env.Create(t, address, attrs{"email": ada, "role": "member"})
	env.API.Advance(time.Hour)
	env.API.SetStale(1500 * time.Millisecond)
	for _, role := range []string{"admin", "member", "admin"} {
		config := attrs{"email": ada, "role": role}
		m.Apply(config, harness.WithoutRefresh)
		m.WantPuts(fmt.Sprintf(`{"role": %q}`, role))
		m.WantNoDrift(config)
		env.API.Advance(500 * time.Millisecond)
	}
}
