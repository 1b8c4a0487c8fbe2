package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

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
	post         string // the body of a POST, "" where there is none
	verbs        []verb
	organisation bool // whether a workspace's key has no right to it
}

// verb is an endpoint with the scope that it needs.
type verb struct{ method, below, body, scope string }

func peopleCases() []peopleCase {
	return []peopleCase{
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
			if _, still := stored(a, c.noun, first.ID); still {
				t.Errorf("dropped: %+v", a.All(c.noun))
			}
			if !panics(func() { a.Edit(c.noun, id, nil) }) || !panics(func() { a.Drop(c.noun, id) }) ||
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
				if v.method != "GET" && v.body != "" {
					a.refused(v.method, path, `{"shade":"red",`+body[1:], http.StatusBadRequest, "AB01", "shade")
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

func TestUser_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.create(create)
	id := a.person("Grace@example.com", "member")
	read := a.ok("GET", "/admin/users/"+id, "")
	same(t, "read", read, fmt.Sprintf(`{"object":"user","id":%q,"first_name":"Grace","last_name":"Hopper","role":"member",
		"email":"Grace@example.com","created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z","workspace_ids":[]}`, id))
	items := a.list("/admin/users")
	delete(read, "workspace_ids")
	same(t, "item", items[0], toJSON(t, read))
	if items[1]["role"] != "owner" || len(items) != 2 {
		t.Errorf("listed %v", items)
	}
	owner := fmt.Sprint("/admin/users/", items[1]["id"])
	if ids, _ := a.ok("GET", owner, "")["workspace_ids"].([]any); len(ids) != len(a.Workspaces()) {
		t.Errorf("the owner is in %v", ids)
	}
}

func TestUser_role(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.person("grace@example.com", "member")
	one := "/admin/users/" + id
	for body, param := range map[string]string{
		`{}`: "role", `{"role":"member"}`: "role", `{"role":"owner"}`: "role", `{"role":null}`: "role", `{"role":"admin","first_name":"x"}`: "first_name",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	a.Advance(time.Second)
	if got := a.ok("PUT", one, `{"role":"admin"}`); len(got) != 0 {
		t.Errorf("PUT answered %v", got)
	}
	if got := a.ok("GET", one, ""); got["role"] != "admin" || got["last_updated_at"] != "2026-10-15T12:00:01.000Z" {
		t.Errorf("read %v", got)
	}
	a.refused("POST", "/admin/users", `{"email":"x@example.com"}`, http.StatusForbidden, "AB03", "")
}

func TestUser_owners(t *testing.T) {
	t.Parallel()
	a := start(t)
	owner := fmt.Sprint("/admin/users/", a.list("/admin/users?role=owner")[0]["id"])
	a.refused("PUT", owner, `{"role":"admin"}`, http.StatusForbidden, "AB03", "")
	a.refused("DELETE", owner, "", http.StatusForbidden, "AB03", "")
	a.Edit(emulator.Users, a.person("second@example.com", "admin"), map[string]any{"role": "owner"})
	a.ok("DELETE", owner, "")
	a.refused("GET", owner, "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", owner, "", http.StatusForbidden, "AB03", "")
}

// Pages have names of their own, and those of other lists are ignored.
func TestUser_pages(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 119 {
		a.person(fmt.Sprintf("user-%d@example.com", i), "member")
	}
	size := func(query string) int { return len(a.list("/admin/users" + query)) }
	got := fmt.Sprint(size(""), size("?pageSize=200"), size("?pageSize=100&currentPage=1"), size("?pageSize=100&currentPage=2"),
		size("?page_size=7"), size("?current_page=1"))
	if got != "50 100 20 0 50 50" {
		t.Errorf("page lengths %s", got)
	}
	same(t, "total", a.ok("GET", "/admin/users?pageSize=100&currentPage=1", "")["total"], `120`)
	a.refused("GET", "/admin/users?pageSize=0", "", http.StatusBadRequest, "AB01", "pageSize")
	a.refused("GET", "/admin/users?currentPage=x", "", http.StatusBadRequest, "AB01", "currentPage")
	if size("?email=USER-7@example.com") != 1 || size("?email=user-7") != 0 || size("?role=owner") != 1 {
		t.Error("filters")
	}
	a.SetAnswers(emulator.Answers{PageTotals: true})
	same(t, "total of a page", a.ok("GET", "/admin/users?pageSize=100&currentPage=1", "")["total"], `20`)
}

// Each organisation has people of its own.
func TestUser_anotherOrganisation(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.person("grace@example.com", "member")
	_, key := a.AddOrganisation("Globex")
	b := a.as(key)
	items := b.list("/admin/users")
	if len(items) != 1 || items[0]["role"] != "owner" || items[0]["id"] == a.list("/admin/users?role=owner")[0]["id"] {
		t.Errorf("listed %v", items)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		b.refused(method, "/admin/users/"+id, `{"role":"admin"}`, http.StatusForbidden, "AB03", "")
	}
}
