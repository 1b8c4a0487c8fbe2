package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// peopleCase is a noun about people. HOME stands for the id of a workspace, USER for
// that of a user who is in none.
type peopleCase struct {
	noun emulator.Noun
	path string // of the list
	home bool   // whether it is in a workspace
	// fields are those of Add, edit those of Edit.
	fields, edit map[string]any
	verbs        []verb
	organisation bool   // whether a workspace's key has no right to it
	ends         string // the status that a DELETE leaves it with
}

// verb is an endpoint with the scope that it needs.
type verb struct{ method, below, body, scope string }

func peopleCases() []peopleCase {
	return []peopleCase{
		{
			noun: emulator.SCIMMappings, path: "/scim/workspaces", home: true, organisation: true,
			fields: map[string]any{"scim_group_name": "Platform"}, edit: map[string]any{"role": "admin"},
			verbs: []verb{
				{"GET", "", "", "scim.list"},
				{"POST", "", `{"workspace_id":"HOME","role":"manager","scim_group_name":"Ops"}`, "scim.create"},
				{"DELETE", "/ID", "", "scim.delete"},
			},
		},
		{
			noun: emulator.SCIMGroups, path: "/scim/groups", organisation: true,
			fields: map[string]any{"name": "Platform"}, edit: map[string]any{"users": "x"},
			verbs: []verb{{"GET", "", "", "scim.list"}},
		},
		{
			noun: emulator.Members, path: "/admin/workspaces/HOME/users", home: true,
			fields: map[string]any{"role": "member"}, edit: map[string]any{"role": "manager"},
			verbs: []verb{
				{"GET", "", "", "workspace_users.list"},
				{"POST", "", `{"users":[{"id":"USER","role":"manager"}]}`, "workspace_users.create"},
				{"GET", "/ID", "", "workspace_users.read"},
				{"PUT", "/ID", `{"role":"manager"}`, "workspace_users.update"},
				{"DELETE", "/ID", "", "workspace_users.delete"},
			},
		},
		{
			noun: emulator.Invites, path: "/admin/users/invites", organisation: true, ends: "cancelled",
			fields: map[string]any{"email": "grace@example.com"}, edit: map[string]any{"expires_at": "2026-10-15T12:00:05Z"},
			verbs: []verb{
				{"GET", "", "", "organisation_users.list"},
				{"POST", "", `{"email":"ada@example.org","role":"admin","workspaces":[{"id":"HOME","role":"manager"}]}`, "organisation_users.create"},
				{"GET", "/ID", "", "organisation_users.read"},
				{"DELETE", "/ID", "", "organisation_users.delete"},
				{"POST", "/ID/resend", "{}", "organisation_users.create"},
			},
		},
		{
			noun: emulator.Users, path: "/admin/users", organisation: true,
			fields: map[string]any{"email": "grace@example.com", "first_name": "Grace"}, edit: map[string]any{"email": "hopper@example.com"},
			verbs: []verb{
				{"GET", "", "", "organisation_users.list"},
				{"GET", "/ID", "", "organisation_users.read"},
				{"PUT", "/ID", `{"role":"admin"}`, "organisation_users.update"},
				{"DELETE", "/ID", "", "organisation_users.delete"},
			},
		},
	}
}

func isAboutPeople(noun emulator.Noun) bool {
	return slices.ContainsFunc(peopleCases(), func(c peopleCase) bool { return c.noun == noun })
}

// person adds a user of the organisation and returns the id.
func (a *api) person(email, role string) string {
	return a.Add(emulator.Users, "", map[string]any{"email": email, "role": role})
}

// stored is an object as it is stored.
func stored(a *api, noun emulator.Noun, id string) (emulator.Object, bool) {
	all := a.All(noun)
	at := slices.IndexFunc(all, func(o emulator.Object) bool { return o.ID == id })
	if at < 0 {
		return emulator.Object{}, false
	}
	return all[at], true
}

func TestPeople_behind(t *testing.T) {
	t.Parallel()
	for _, c := range peopleCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			home := ""
			if c.home {
				home = a.AddWorkspace(map[string]any{"name": "Home"}).Slug
			}
			before := len(a.All(c.noun))
			fields := map[string]any{"created_at": "2024-05-06T07:08:09Z", "last_updated_at": "2025-05-06T07:08:09Z"}
			for name, value := range c.fields {
				fields[name] = value
			}
			id := a.Add(c.noun, home, fields)
			first := a.All(c.noun)[before]
			if first.Noun != c.noun || first.CreatedAt.Year() != 2024 || first.LastUpdatedAt.Year() != 2025 || first.ID == "" || first.Name == "" {
				t.Errorf("added %+v", first)
			}
			a.Edit(c.noun, id, c.edit)
			second := a.All(c.noun)[before]
			for name, value := range c.edit {
				if second.Fields[name] != value || first.Fields[name] == value || !second.LastUpdatedAt.Equal(noon()) {
					t.Errorf("edited %+v, returned before %+v", second, first)
				}
			}
			a.Drop(c.noun, id)
			last, still := stored(a, c.noun, first.ID)
			if still != (c.ends != "") || still && last.Fields["status"] != c.ends {
				t.Errorf("dropped: %+v", a.All(c.noun))
			}
			if !still && (!panics(func() { a.Edit(c.noun, id, nil) }) || !panics(func() { a.Drop(c.noun, id) })) ||
				!panics(func() { a.Add(c.noun, home, map[string]any{"shade": "red"}) }) {
				t.Error("no panic where something is wrong")
			}
		})
	}
}

func TestPeople_scopes(t *testing.T) {
	t.Parallel()
	for _, c := range peopleCases() {
		for _, v := range c.verbs {
			t.Run(fmt.Sprint(c.noun, v.method, v.below), func(t *testing.T) {
				t.Parallel()
				a := start(t)
				home := a.create(`{"name":"Home"}`)
				path, body := c.open(a, home, v)
				b := a.as(a.AddKey(emulator.Key{}))
				a.SetScopes(b.key)
				b.refused(v.method, path, body, http.StatusForbidden, "AB03", "")
				if c.organisation {
					confined := a.as(a.AddKey(emulator.Key{WorkspaceID: home}))
					confined.refused(v.method, path, body, http.StatusForbidden, "AB03", "")
				}
				a.refused(v.method, path+"?shade=red", body, http.StatusBadRequest, "AB01", "shade")
				if v.body != "" {
					a.refused(v.method, path, replaced(`{"shade":"red",`+body[1:], ",}", "}"), http.StatusBadRequest, "AB01", "shade")
				}
				a.SetScopes(b.key, v.scope)
				b.ok(v.method, path, body)
			})
		}
	}
}

// open is the path of a verb and its body, about an object that is there.
func (c peopleCase) open(a *api, home string, v verb) (path, body string) {
	a.t.Helper()
	in := ""
	if c.home {
		in = home
	}
	user := a.person("somebody@example.com", "member")
	fill := func(text string) string { return replaced(text, "HOME", home, "USER", user) }
	path = fill(c.path + v.below)
	if v.below != "" {
		id := a.Add(c.noun, in, c.fields)
		path = replaced(path, "ID", id[len(id)-36:])
	}
	return path, fill(v.body)
}
