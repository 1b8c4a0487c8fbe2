package emulator_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// What the vendor's SDKs send beside what is documented, and published samples of them.
func TestTolerant(t *testing.T) {
	t.Parallel()
	strict, tolerant := start(t), start(t, emulator.Tolerant())
	id := strict.create(create)
	if other := tolerant.create(create); other != id {
		t.Fatalf("ids %s and %s", id, other)
	}
	one := "/admin/workspaces/" + id
	for _, r := range []struct{ method, path, body, param string }{
		{"GET", "/admin/workspaces?currentPage=0&pageSize=10", "", "currentPage"},
		{"GET", "/admin/workspaces?page_size=10&page_size=20", "", "page_size"},
		{"GET", one + "?workspaceId=x", "", "workspaceId"},
		{"POST", "/admin/workspaces", `{"name":"Second","slug":"second"}`, "slug"},
		{"PUT", one, `{"description":"Later","workspace_id":"x"}`, "workspace_id"},
	} {
		strict.refused(r.method, r.path, r.body, http.StatusBadRequest, "AB01", r.param)
		tolerant.ok(r.method, r.path, r.body)
	}
	got := tolerant.read(id)
	same(t, "what is known", got["description"], `"Later"`)
	if _, has := got["workspace_id"]; has {
		t.Errorf("stored what is not known: %v", got)
	}
	// What is known and wrong is refused all the same.
	tolerant.refused("PUT", one, `{"description":7}`, http.StatusBadRequest, "AB01", "description")
	tolerant.refused("GET", "/admin/workspaces?current_page=x", "", http.StatusBadRequest, "AB01", "current_page")
}

func TestTolerant_delete(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(create)
	a.ok("DELETE", "/admin/workspaces/"+id, `{"name":"Production","workspace_id":"`+id+`"}`)
}

func TestWorkspace_users(t *testing.T) {
	t.Parallel()
	a := start(t)
	const user = "7d9f0b52-6f7e-4f0e-9a55-0d6f4f1f7c11"
	// A tolerant server, where nobody can accept an invite, adds who is unknown.
	tolerant := start(t, emulator.Tolerant())
	a.refused("POST", "/admin/workspaces", `{"name":"x","users":["`+user+`"]}`, http.StatusBadRequest, "AB01", "users")
	a.Add(emulator.Users, "", map[string]any{"id": user})
	for _, a := range []*api{a, tolerant} {
		id := a.create(`{"name":"x","users":["` + user + `","` + user + `"]}`)
		members := objects(t, a.read(id)["users"])
		if len(members) != 2 || members[1]["id"] != user || members[1]["role"] != "member" || members[1]["workspace_id"] != id {
			t.Errorf("members %v", members)
		}
		same(t, "role", a.ok("GET", "/admin/workspaces/"+id+"/users/"+user, "")["role"], `"ws-member"`)
	}
	for _, users := range []string{`[]`, `"` + user + `"`, `[7]`, `null`} {
		a.refused("POST", "/admin/workspaces", `{"name":"y","users":`+users+`}`, http.StatusBadRequest, "AB01", "users")
	}
	a.refused("PUT", "/admin/workspaces/"+a.Workspaces()[1].ID, `{"users":["`+user+`"]}`, http.StatusBadRequest, "AB01", "users")
}

func TestAnswers_freeDefaults(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(create)
	const sample = `{"defaults":{"x":"y"}}`
	a.refused("PUT", "/admin/workspaces/"+id, sample, http.StatusBadRequest, "AB01", "defaults")
	a.SetAnswers(emulator.Answers{FreeDefaults: true})
	a.edit(id, sample)
	same(t, "defaults", a.read(id)["defaults"], `{"x":"y","metadata":null}`)
}
