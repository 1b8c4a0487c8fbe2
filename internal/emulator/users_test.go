package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

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
	second := a.person("second@example.com", "admin")
	a.Edit(emulator.Users, second, map[string]any{"role": "owner"})
	if got := a.Held(emulator.Members, a.Workspaces()[0].ID); len(got) != 2 || got[1].ID != second {
		t.Errorf("the members of a workspace: %v", got)
	}
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
