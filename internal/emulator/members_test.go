package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// workplace is a workspace, and the path of its members.
func workplace(a *api) (id, path string) {
	a.t.Helper()
	id = a.create(`{"name":"Home"}`)
	return id, "/admin/workspaces/" + id + "/users"
}

// seat is the body of a POST of one member.
func seat(user, role string) string {
	return fmt.Sprintf(`{"users":[{"id":%q,"role":%q}]}`, user, role)
}

func TestMember_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	id := a.person("grace@example.com", "member")
	if got := a.ok("POST", path, seat(id, "manager")); len(got) != 0 {
		t.Errorf("POST answered %v", got)
	}
	want := fmt.Sprintf(`{"object":"workspace-user","first_name":"Grace","last_name":"Hopper","org_role":"member",
		"role":"ws-manager","status":"active","created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z",
		"workspace_id":%q,"email":"grace@example.com","settings":null}`, home)
	read := a.ok("GET", path+"/"+id, "")
	if scopes, _ := read["scopes"].([]any); len(scopes) == 0 {
		t.Errorf("scopes %v", read["scopes"])
	}
	delete(read, "scopes")
	same(t, "read", read, want)
	a.SetAnswers(emulator.Answers{IDsInReads: true, PlainRoles: true})
	read = a.ok("GET", path+"/"+id, "")
	same(t, "id", read["id"], toJSON(t, id))
	same(t, "role", read["role"], `"manager"`)
	a.SetAnswers(emulator.Answers{})

	items := a.list(path)
	if len(items) != 2 || items[0]["id"] != id || items[0]["role"] != "ws-manager" || items[1]["org_role"] != "owner" {
		t.Errorf("listed %v", items)
	}
	slug := a.Workspaces()[1].Slug
	same(t, "by the slug", a.list("/admin/workspaces/"+slug+"/users"), toJSON(t, items))

	// The workspace has fewer fields of them, and the role without its prefix (recorded).
	same(t, "embedded", objects(t, a.read(home)["users"])[1], fmt.Sprintf(`{"id":%q,"first_name":"Grace","last_name":"Hopper","org_role":"member",
		"role":"manager","status":"active","created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z","workspace_id":%q}`, id, home))
	if ids, _ := a.ok("GET", "/admin/users/"+id, "")["workspace_ids"].([]any); len(ids) != 1 || ids[0] != home {
		t.Errorf("the user is in %v", ids)
	}
}

func TestMember_bulk(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	one, two := a.person("one@example.com", "member"), a.person("two@example.com", "member")
	a.ok("POST", path, fmt.Sprintf(`{"users":[{"id":%q,"role":"member"},{"id":%q,"role":"admin"}]}`, one, two))
	if got := a.Count(emulator.Members, home); got != 3 {
		t.Errorf("%d members", got)
	}
	three := a.person("three@example.com", "member")
	for name, body := range map[string]string{
		"flat": `{"id":"` + three + `","role":"member"}`, "none": `{}`, "an empty list": `{"users":[]}`, "no list": `{"users":"x"}`, "no object": `{"users":["x"]}`,
		"no role": `{"users":[{"id":"` + three + `"}]}`, "no id": `{"users":[{"role":"member"}]}`, "another role": seat(three, "owner"),
		"a prefix": seat(three, "ws-member"), "twice": `{"users":[{"id":"` + three + `","role":"member"},{"id":"` + three + `","role":"admin"}]}`,
		"another field": `{"users":[{"id":"` + three + `","role":"member","shade":"red"}]}`,
	} {
		t.Run(name, func(t *testing.T) { a.on(t).refused("POST", path, body, http.StatusBadRequest, "AB01", "") })
	}
	// All or none.
	a.refused("POST", path, fmt.Sprintf(`{"users":[{"id":%q,"role":"member"},{"id":"nobody","role":"member"}]}`, three), http.StatusNotFound, "AB08", "")
	if got := a.Count(emulator.Members, home); got != 3 {
		t.Errorf("%d members after all that", got)
	}
}

func TestMember_writes(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	other, _ := workplace(a)
	id := a.person("grace@example.com", "member")
	a.ok("POST", path, seat(id, "member"))
	one := path + "/" + id
	a.refused("POST", path, seat(id, "member"), http.StatusConflict, "AB07", "")
	a.SetAnswers(emulator.Answers{MemberAgain: true})
	a.ok("POST", path, seat(id, "admin"))
	same(t, "role", a.ok("GET", one, "")["role"], `"ws-member"`)
	a.SetAnswers(emulator.Answers{})

	for body, param := range map[string]string{
		`{}`: "role", `{"role":"member"}`: "role", `{"role":"owner"}`: "role", `{"role":"admin","id":"x"}`: "id", `{"role":null}`: "role",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	a.Advance(time.Second)
	if got := a.ok("PUT", one, `{"role":"manager"}`); len(got) != 0 {
		t.Errorf("PUT answered %v", got)
	}
	got := a.ok("GET", one, "")
	same(t, "role", got["role"], `"ws-manager"`)
	same(t, "last_updated_at", got["last_updated_at"], `"2026-10-15T12:00:01.000Z"`)

	// The same user elsewhere is another member.
	elsewhere := "/admin/workspaces/" + other + "/users/" + id
	a.refused("GET", elsewhere, "", http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs404})
	a.refused("DELETE", elsewhere, "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{})
	reference := a.Add(emulator.Members, other, map[string]any{"id": id, "role": "admin"})
	if reference != other+"/"+id {
		t.Errorf("a reference %s", reference)
	}
	a.Edit(emulator.Members, a.Workspaces()[2].Slug+"/"+id, map[string]any{"role": "member"})
	same(t, "role there", a.ok("GET", elsewhere, "")["role"], `"ws-member"`)
	same(t, "role here", a.ok("GET", one, "")["role"], `"ws-manager"`)

	if got := a.ok("DELETE", one, ""); len(got) != 0 {
		t.Errorf("DELETE answered %v", got)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		a.refused(method, one, `{"role":"admin"}`, http.StatusForbidden, "AB03", "")
	}
	a.ok("GET", elsewhere, "")
	a.ok("POST", path, seat(id, "admin"))
	if held := a.Held(emulator.Members, home); len(held) != 2 || held[1].ID != id {
		t.Errorf("holds %v", held)
	}
	a.DeleteWorkspace(home)
	a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
	a.refused("GET", path, "", http.StatusForbidden, "AB03", "")
	if ids, _ := a.ok("GET", "/admin/users/"+id, "")["workspace_ids"].([]any); len(ids) != 1 || ids[0] != other {
		t.Errorf("the user is in %v", ids)
	}
}

// Those who lead an organisation are admins of every workspace, whatever is sent.
func TestMember_leaders(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	admin := a.person("admin@example.com", "admin")
	a.ok("POST", path, seat(admin, "member"))
	one := path + "/" + admin
	same(t, "role", a.ok("GET", one, "")["role"], `"ws-admin"`)
	a.ok("PUT", one, `{"role":"manager"}`)
	same(t, "role", a.ok("GET", one, "")["role"], `"ws-admin"`)
	same(t, "embedded", objects(t, a.read(home)["users"])[1]["role"], `"manager"`)
	if got := joined(a.list(path+"?role=admin"), "email"); got != "admin@example.com,ada.lovelace@example.com" {
		t.Errorf("admins: %s", got)
	}
	a.ok("PUT", "/admin/users/"+admin, `{"role":"member"}`)
	same(t, "role", a.ok("GET", one, "")["role"], `"ws-manager"`)

	owner := fmt.Sprint(path, "/", a.list("/admin/users?role=owner")[0]["id"])
	a.refused("DELETE", owner, "", http.StatusForbidden, "AB03", "")
	a.ok("PUT", owner, `{"role":"member"}`)
	same(t, "role", a.ok("GET", owner, "")["role"], `"ws-admin"`)

	a.SetAnswers(emulator.Answers{AdminsEverywhere: true})
	everywhere := a.person("everywhere@example.com", "admin")
	third, _ := workplace(a)
	for _, w := range a.Workspaces() {
		if held := a.Held(emulator.Members, w.ID); !slices.ContainsFunc(held, func(o emulator.Object) bool { return o.ID == everywhere }) {
			t.Errorf("%s has %v", w.Name, held)
		}
	}
	a.refused("DELETE", "/admin/workspaces/"+third+"/users/"+everywhere, "", http.StatusForbidden, "AB03", "")
}

// A manager grants no role above the own one, and changes nobody who has one (release notes).
func TestMember_manager(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	id, boss := a.person("grace@example.com", "member"), a.person("boss@example.com", "member")
	a.ok("POST", path, seat(boss, "admin"))
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home, Role: "manager"}))
	b.refused("POST", path, seat(id, "admin"), http.StatusForbidden, "AB03", "")
	b.ok("POST", path, seat(id, "member"))
	b.ok("PUT", path+"/"+id, `{"role":"manager"}`)
	b.refused("PUT", path+"/"+id, `{"role":"admin"}`, http.StatusForbidden, "AB03", "")
	b.refused("PUT", path+"/"+boss, `{"role":"member"}`, http.StatusForbidden, "AB03", "")
	other, elsewhere := workplace(a)
	b.refused("POST", elsewhere, seat(id, "member"), http.StatusForbidden, "AB03", "")
	b.refused("GET", elsewhere, "", http.StatusForbidden, "AB03", "")
	if a.Count(emulator.Members, other) != 1 {
		t.Error("written from another workspace")
	}
}

func TestMember_pages(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	for i := range 119 {
		a.Add(emulator.Members, home, map[string]any{"id": a.person(fmt.Sprintf("user-%d@example.com", i), "member")})
	}
	size := func(query string) int { return len(a.list(path + query)) }
	got := fmt.Sprint(size(""), size("?page_size=200"), size("?page_size=100&current_page=1"), size("?page_size=100&current_page=2"),
		size("?email=USER-7@example.com"), size("?role=admin"))
	if got != "50 100 20 0 1 1" {
		t.Errorf("page lengths %s", got)
	}
	a.refused("GET", path+"?pageSize=10", "", http.StatusBadRequest, "AB01", "pageSize")
	a.SetAnswers(emulator.Answers{FiltersIgnored: true}) // a path is no filter
	if got := len(a.list("/admin/workspaces/" + a.Workspaces()[0].ID + "/users")); got != 1 {
		t.Errorf("%d members of another workspace", got)
	}
}

// Who leaves the organisation leaves its workspaces; the keys are out of reach.
func TestMember_leaves(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{AutoUserKeys: true}))
	home, path := workplace(a)
	id, other := a.person("grace@example.com", "member"), a.person("other@example.com", "member")
	a.ok("POST", path, seat(id, "member"))
	a.ok("POST", path, seat(other, "member"))
	same(t, "setting", a.read(home)["settings"].(map[string]any)["user_api_key_auto_create"], `true`)
	keys := a.list("/api-keys")
	if len(keys) != 2 || keys[1]["user_id"] != id || keys[1]["type"] != "workspace-user" || keys[1]["creation_mode"] != "auto" {
		t.Fatalf("keys %v", keys)
	}
	a.ok("DELETE", path+"/"+other, "")
	if got := joined(a.list("/api-keys"), "user_id"); got != id {
		t.Errorf("keys of %s", got)
	}
	a.refused("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`, http.StatusConflict, "AB07", "")
	a.Leave(id)
	a.refused("GET", path+"/"+id, "", http.StatusForbidden, "AB03", "")
	a.refused("GET", fmt.Sprint("/api-keys/", keys[1]["id"]), "", http.StatusForbidden, "AB03", "")
	a.refused("POST", path, seat(id, "member"), http.StatusForbidden, "AB03", "")
	if got := a.list("/api-keys"); len(got) != 0 {
		t.Errorf("keys %v", got)
	}
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`)
}

// A user of another organisation is out of reach.
func TestMember_anotherOrganisation(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, path := workplace(a)
	_, key := a.AddOrganisation("Globex")
	foreign, _ := a.as(key).list("/admin/users")[0]["id"].(string)
	a.refused("POST", path, seat(foreign, "member"), http.StatusForbidden, "AB03", "")
	a.as(key).refused("GET", path, "", http.StatusForbidden, "AB03", "")
}

func TestMember_stale(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, path := workplace(a)
	id := a.person("grace@example.com", "member")
	a.Advance(time.Minute)
	a.ok("POST", path, seat(id, "member"))
	a.Advance(time.Minute)
	a.ok("PUT", path+"/"+id, `{"role":"admin"}`)
	a.SetStale(30 * time.Second)
	same(t, "a stale role", a.ok("GET", path+"/"+id, "")["role"], `"ws-member"`)
	a.SetStale(90 * time.Second)
	a.refused("GET", path+"/"+id, "", http.StatusForbidden, "AB03", "")
	if got := len(a.list(path)); got != 1 {
		t.Errorf("%d members", got)
	}
}
