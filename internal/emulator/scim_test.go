package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const mappings = "/scim/workspaces"

// mapping is the body of a POST by the name of a group.
func mapping(workspace, role, group string) string {
	return fmt.Sprintf(`{"workspace_id":%q,"role":%q,"scim_group_name":%q}`, workspace, role, group)
}

// mapped are the mappings of a list.
func (a *api) mapped(query string) []map[string]any {
	a.t.Helper()
	return objects(a.t, a.ok("GET", mappings+query, "")["mappings"])
}

func TestSCIM_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	made := a.ok("POST", mappings, mapping(home.Slug, "Manager", "Platform"))
	groups := a.ok("GET", "/scim/groups", "")
	group := objects(t, groups["groups"])[0]
	same(t, "groups", groups, fmt.Sprintf(`{"groups":[{"id":%q,"display_name":"Platform"}],"total_count":1}`, group["id"]))
	same(t, "answer to POST", made, fmt.Sprintf(`{"id":%q,"workspace_id":%q,"scim_group":"Platform","scim_group_id":%q,"role":"manager"}`,
		made["id"], home.ID, group["id"]))
	same(t, "list", a.ok("GET", mappings, ""), fmt.Sprintf(`{"mappings":[%s],"total_count":1,"page":0,"page_size":100}`, toJSON(t, made)))
	one := fmt.Sprint(mappings, "/", made["id"])
	for _, method := range []string{"GET", "PUT"} {
		a.refused(method, one, `{"role":"admin"}`, http.StatusNotFound, "AB08", "")
	}
	same(t, "answer to DELETE", a.ok("DELETE", one, ""), `{"success":true}`)
	a.refused("DELETE", one, "", http.StatusNotFound, "AB08", "")
	if got := a.mapped(""); len(got) != 0 {
		t.Errorf("listed %v", got)
	}
	// The group stays.
	again := a.ok("POST", mappings, fmt.Sprintf(`{"workspace_id":%q,"role":"admin","scim_group_id":%q}`, home.ID, group["id"]))
	same(t, "group", again["scim_group"], `"Platform"`)

	a.SetAnswers(emulator.Answers{Sparse: true, GroupName: "name"})
	same(t, "a group's name", objects(t, a.ok("GET", "/scim/groups", "")["groups"])[0]["name"], `"Platform"`)
	same(t, "answer to DELETE", a.ok("DELETE", fmt.Sprint(mappings, "/", again["id"]), ""), `{}`)
}

// The same again is no other mapping; another role of the group is refused.
func TestSCIM_oneRoleOfAGroup(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, other := a.create(`{"name":"Home"}`), a.create(`{"name":"Other"}`)
	made := a.ok("POST", mappings, mapping(home, "member", "Platform"))
	a.ResetRequests()
	same(t, "again", a.ok("POST", mappings, mapping(home, "MEMBER", "Platform")), toJSON(t, made))
	if a.Requests()[0].Effect {
		t.Error("logged as having an effect")
	}
	for _, workspace := range []string{home, other} {
		a.refused("POST", mappings, mapping(workspace, "admin", "Platform"), http.StatusBadRequest, "AB01", "role")
	}
	second := a.ok("POST", mappings, mapping(other, "member", "Platform"))
	if second["scim_group_id"] != made["scim_group_id"] || second["id"] == made["id"] {
		t.Errorf("mapped %v, then %v", made, second)
	}
	for _, one := range []map[string]any{made, second} {
		a.ok("DELETE", fmt.Sprint(mappings, "/", one["id"]), "")
	}
	a.ok("POST", mappings, mapping(home, "admin", "Platform"))
	if got := len(a.All(emulator.SCIMGroups)); got != 1 {
		t.Errorf("%d groups", got)
	}
}

func TestSCIM_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(create)
	group := a.Add(emulator.SCIMGroups, "", map[string]any{"name": "Platform"})
	for name, c := range map[string]struct{ body, param string }{
		"no workspace": {`{"role":"member","scim_group_name":"x"}`, "workspace_id"},
		"no role":      {`{"workspace_id":"` + home + `","scim_group_name":"x"}`, "role"},
		"no such role": {mapping(home, "owner", "x"), "role"},
		"a prefix":     {mapping(home, "ws-member", "x"), "role"},
		"no group":     {`{"workspace_id":"` + home + `","role":"member"}`, "scim_group_id"},
		"two groups":   {`{"workspace_id":"` + home + `","role":"member","scim_group_name":"Platform","scim_group_id":"` + group + `"}`, "scim_group_id"},
		"no such one":  {`{"workspace_id":"` + home + `","role":"member","scim_group_id":"x"}`, "scim_group_id"},
		"blank":        {mapping(home, "member", " "), "scim_group_name"},
		"provisioned":  {mapping(home, "member", "ws-payments-role-admin"), "scim_group_name"},
	} {
		t.Run(name, func(t *testing.T) { a.on(t).refused("POST", mappings, c.body, http.StatusBadRequest, "AB01", c.param) })
	}
	a.refused("POST", mappings, mapping("nowhere", "member", "x"), http.StatusForbidden, "AB03", "")
	if len(a.All(emulator.SCIMMappings)) != 0 || len(a.All(emulator.SCIMGroups)) != 1 {
		t.Errorf("left %v, %v", a.All(emulator.SCIMMappings), a.All(emulator.SCIMGroups))
	}
}

func TestSCIM_pages(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	for i := range 120 {
		a.Add(emulator.SCIMMappings, home.ID, map[string]any{"scim_group_name": fmt.Sprint("Group ", i), "role": "member"})
	}
	size := func(query string) int { return len(a.mapped(query)) }
	got := fmt.Sprint(size(""), size("?page=1"), size("?page=2"), size("?page_size=200"), size("?page_size=50&page=2"))
	if got != "100 20 0 100 20" {
		t.Errorf("page lengths %s", got)
	}
	second := a.ok("GET", mappings+"?page=1&page_size=70", "")
	same(t, "a page", []any{second["page"], second["page_size"], second["total_count"]}, `[1,70,120]`)
	a.refused("GET", mappings+"?current_page=1", "", http.StatusBadRequest, "AB01", "current_page")
	if got := len(objects(t, a.ok("GET", "/scim/groups?page=1&search=GROUP", "")["groups"])); got != 20 {
		t.Errorf("a second page of %d groups", got)
	}
	a.SetAnswers(emulator.Answers{MaxPage: 2, PageTotals: true})
	same(t, "total of a page", a.ok("GET", mappings+"?page=59", "")["total_count"], `2`)
}

// The filter by workspace accepts the id; the slug finds nothing.
func TestSCIM_filters(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	other := a.create(create)
	made := a.ok("POST", mappings, mapping(home.ID, "admin", "Platform"))
	a.ok("POST", mappings, mapping(other, "member", "Support"))
	for query, want := range map[string]int{
		"?workspace_id=" + home.ID: 1, "?workspace_id=" + home.Slug: 0, "?role=member": 1, "?role=manager": 0,
		fmt.Sprint("?scim_group_id=", made["scim_group_id"]): 1, "?workspace_id=" + other + "&role=admin": 0,
	} {
		if got := len(a.mapped(query)); got != want {
			t.Errorf("%s: %d", query, got)
		}
	}
	a.SetAnswers(emulator.Answers{SlugFilters: true})
	if got := len(a.mapped("?workspace_id=" + home.Slug)); got != 1 {
		t.Errorf("by the slug: %d", got)
	}
}

// A group's users become members, and stay when the mapping goes.
func TestSCIM_provisions(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	one, two := a.person("one@example.com", "member"), a.person("two@example.com", "member")
	a.ok("POST", path, seat(two, "admin"))
	group := a.Add(emulator.SCIMGroups, "", map[string]any{"name": "Platform", "users": []string{one, two}})
	made := a.ok("POST", mappings, fmt.Sprintf(`{"workspace_id":%q,"role":"manager","scim_group_id":%q}`, home, group))
	same(t, "one", a.ok("GET", path+"/"+one, "")["role"], `"ws-manager"`)
	same(t, "two", a.ok("GET", path+"/"+two, "")["role"], `"ws-admin"`)
	a.ok("DELETE", fmt.Sprint(mappings, "/", made["id"]), "")
	a.ok("GET", path+"/"+one, "")
}

// The mappings of a workspace go with it, and those of another organisation are foreign.
func TestSCIM_reach(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(create)
	made := a.ok("POST", mappings, mapping(home, "member", "Platform"))
	_, key := a.AddOrganisation("Globex")
	b := a.as(key)
	b.refused("DELETE", fmt.Sprint(mappings, "/", made["id"]), "", http.StatusForbidden, "AB03", "")
	b.refused("POST", mappings, mapping(home, "member", "Platform"), http.StatusForbidden, "AB03", "")
	b.refused("POST", mappings, fmt.Sprintf(`{"workspace_id":%q,"role":"member","scim_group_id":%q}`, b.list("/admin/workspaces")[0]["id"], made["scim_group_id"]),
		http.StatusBadRequest, "AB01", "scim_group_id")
	if got := b.mapped(""); len(got) != 0 {
		t.Errorf("listed %v", got)
	}
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Production"}`)
	if len(a.mapped("")) != 0 || len(a.All(emulator.SCIMMappings)) != 0 {
		t.Error("mappings outlive their workspace")
	}
}
