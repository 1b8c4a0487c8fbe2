package emulator_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestAuth_unknownKey(t *testing.T) {
	t.Parallel()
	a := start(t)
	gone := a.AddKey(emulator.Key{})
	a.RemoveKey(gone)
	for _, key := range []string{"", "wrong", gone} {
		for _, path := range []string{"/admin/workspaces", "/prompts", "/nowhere"} {
			a.as(key).refused("GET", path, "", http.StatusUnauthorized, "AB05", "")
		}
	}
}

// list does not imply read, nor the other way round (documented).
func TestAuth_scopes(t *testing.T) {
	t.Parallel()
	a := start(t)
	key := a.AddKey(emulator.Key{Scopes: []string{}})
	for _, c := range []struct{ method, suffix, body, scope string }{
		{"POST", "", `{"name":"x"}`, "workspaces.create"},
		{"GET", "", "", "workspaces.list"},
		{"GET", "/ID", "", "workspaces.read"},
		{"PUT", "/ID", `{"description":"x"}`, "workspaces.update"},
		{"DELETE", "/ID", `{"name":"Ours"}`, "workspaces.delete"},
	} {
		path := "/admin/workspaces"
		if c.suffix != "" {
			path += "/" + a.create(`{"name":"Ours"}`)
		}
		a.SetScopes(key, without(c.scope)...)
		a.as(key).refused(c.method, path, c.body, http.StatusForbidden, "AB03", "")
		a.SetScopes(key, c.scope)
		a.as(key).ok(c.method, path, c.body)
	}
}

func without(scope string) []string {
	var rest []string
	for _, verb := range []string{"create", "read", "update", "delete", "list"} {
		if one := "workspaces." + verb; one != scope {
			rest = append(rest, one)
		}
	}
	return rest
}

// A workspace's key sees its own workspace and can neither create nor delete (documented).
func TestAuth_workspaceKey(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours, theirs := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`)
	prompt := a.Add(emulator.Prompts, ours, map[string]any{"name": "Mine"})
	foreign := a.Add(emulator.Prompts, theirs, nil)
	a.Add(emulator.Providers, ours, map[string]any{"name": "openai"})
	a.Add(emulator.Guardrails, "", nil)
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: ours}))

	if got := joined(b.list("/admin/workspaces?status=active,archived"), "id"); got != ours {
		t.Errorf("listed: %s", got)
	}
	b.read(ours)
	b.edit(ours, `{"description":"x"}`)
	b.refused("GET", "/admin/workspaces/"+theirs, "", http.StatusForbidden, "AB03", "")
	b.refused("POST", "/admin/workspaces", `{"name":"x"}`, http.StatusForbidden, "AB03", "")
	b.refused("DELETE", "/admin/workspaces/"+ours, `{"name":"Ours"}`, http.StatusForbidden, "AB03", "")
	if got := joined(b.list("/prompts"), "name"); got != "Mine" {
		t.Errorf("prompts: %s", got)
	}
	if got := joined(b.list("/providers"), "name"); got != "openai" {
		t.Errorf("providers: %s", got)
	}
	if got := b.list("/guardrails"); len(got) != 0 {
		t.Errorf("guardrails: %v", got)
	}
	b.refused("GET", "/prompts?workspace_id="+theirs, "", http.StatusForbidden, "AB03", "")
	b.refused("DELETE", "/prompts/"+foreign, "", http.StatusForbidden, "AB03", "")
	b.ok("DELETE", "/prompts/"+prompt, "")
	a.DeleteWorkspace(ours)
	if got := b.list("/admin/workspaces?status=active,archived"); len(got) != 0 {
		t.Errorf("its own, archived: %v", got)
	}
	b.refused("GET", "/prompts", "", http.StatusForbidden, "AB03", "")
}

func TestAuth_anotherOrganisation(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(`{"name":"Ours"}`)
	a.Add(emulator.Prompts, ours, nil)
	id, key := a.AddOrganisation("Globex")
	b := a.as(key)
	items := b.list("/admin/workspaces")
	if len(items) != 1 || items[0]["name"] != "Shared Team Workspace" {
		t.Fatalf("listed: %v", items)
	}
	shared, _ := items[0]["id"].(string)
	if got := b.read(shared)["organisation_id"]; got != id || id == a.OrganisationID() {
		t.Errorf("organisation %v, want %s", got, id)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		b.refused(method, "/admin/workspaces/"+ours, `{"name":"Ours"}`, http.StatusForbidden, "AB03", "")
	}
	if got := b.list("/prompts"); len(got) != 0 {
		t.Errorf("prompts: %v", got)
	}
	if w, _ := a.Workspace(b.create(`{"name":"x"}`)); w.OrganisationID != id {
		t.Errorf("made in %s", w.OrganisationID)
	}
	// A key may belong to it explicitly, too.
	if got := a.as(a.AddKey(emulator.Key{OrganisationID: id})).list("/admin/workspaces"); len(got) != 2 {
		t.Errorf("listed: %v", got)
	}
}

// Recorded: an unknown route is 403 under /admin, 404 in most other places.
func TestRoutes_unknown(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.refused("GET", "/admin/nowhere", "", http.StatusForbidden, "AB03", "")
	a.refused("PATCH", "/admin/workspaces/"+a.Workspaces()[0].ID, "", http.StatusForbidden, "AB03", "")
	a.refused("GET", "/nowhere", "", http.StatusNotFound, "AB08", "")
	a.refused("GET", "/../nowhere", "", http.StatusNotFound, "AB08", "")
	a.refused("GET", "/admin/workspaces/", "", http.StatusNotFound, "AB08", "")
	a.refused("GET", "//admin/workspaces", "", http.StatusNotFound, "AB08", "")
	// An encoded slash or dot stays part of the id.
	a.refused("GET", "/admin/workspaces/..%2Fworkspaces", "", http.StatusForbidden, "AB03", "")
	a.refused("GET", "/admin/workspaces/%2e%2e", "", http.StatusForbidden, "AB03", "")
}
