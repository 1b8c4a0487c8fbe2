package emulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// collection creates a collection through the API and returns its id.
func (a *api) collection(body string) string {
	a.t.Helper()
	return fmt.Sprint(a.ok("POST", "/collections", body)["id"])
}

func TestCollection_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.AddWorkspace(map[string]any{"name": "Ours"})
	parent := a.ok("POST", "/collections", fmt.Sprintf(`{"name":"Support","workspace_id":%q}`, ours.Slug))
	slug := slugOf(parent)
	if !regexp.MustCompile(`^co-support-[0-9a-f]{6}$`).MatchString(slug) {
		t.Errorf("slug %q", slug)
	}
	child := a.collection(fmt.Sprintf(`{"name":"Refunds","workspace_id":%q,"parent_collection_id":%q}`, ours.ID, slug))
	a.Add(emulator.Prompts, ours.ID, map[string]any{"collection_id": child})

	read := a.ok("GET", "/collections/"+child, "")
	for key, want := range map[string]string{
		"id": toJSON(t, child), "name": `"Refunds"`, "status": `"active"`, "is_default": `0`,
		"workspace_id": toJSON(t, ours.ID), "parent_collection_id": toJSON(t, parent["id"]), "child_collections": `[]`,
		"created_at": `"2026-10-15T12:00:00.000Z"`, "last_updated_at": `"2026-10-15T12:00:00.000Z"`,
	} {
		same(t, key, read[key], want)
	}
	same(t, "below", joined(objects(t, a.ok("GET", "/collections/"+slug, "")["child_collections"]), "id"), toJSON(t, child))

	query := "/collections?workspace_id=" + ours.Slug
	list := a.ok("GET", query, "")
	same(t, "keys of the list", keysOf(list), `"data,total"`)
	items := a.list(query)
	same(t, "listed", joined(items, "name"), `"Refunds,Support,Default"`)
	details, _ := items[0]["collection_details"].(map[string]any)
	same(t, "prompts", details["prompts_count"], `1`)
	details, _ = items[1]["collection_details"].(map[string]any)
	same(t, "children", details["child_collections_count"], `1`)
	same(t, "found", joined(a.list(query+"&search=SUPP"), "name"), `"Support"`)

	a.SetAnswers(emulator.Answers{BooleanDefaults: true, Unset: emulator.UnsetAbsent})
	read = a.ok("GET", "/collections/"+slug, "")
	same(t, "is_default", read["is_default"], `false`)
	if _, has := read["parent_collection_id"]; has {
		t.Error("a parent that is not set is answered")
	}
}

func TestCollection_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours, theirs := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`)
	foreign := a.collection(fmt.Sprintf(`{"name":"Foreign","workspace_id":%q}`, theirs))
	a.refused("GET", "/collections", "", http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("POST", "/collections", `{"name":"x"}`, http.StatusBadRequest, "AB01", "workspace_id")
	for _, parent := range []string{"nowhere", foreign} {
		body := fmt.Sprintf(`{"name":"x","workspace_id":%q,"parent_collection_id":%q}`, ours, parent)
		a.refused("POST", "/collections", body, http.StatusNotFound, "AB08", "")
	}
	member := a.as(a.AddKey(emulator.Key{WorkspaceID: ours}))
	same(t, "a workspace's key names none", joined(member.list("/collections"), "name"), `"Default"`)
	member.refused("GET", "/collections/"+foreign, "", http.StatusForbidden, "AB03", "")
}

// Every workspace has a default collection, which can't be deleted, keeps no workspace from
// being deleted, and goes with it.
func TestCollection_default(t *testing.T) {
	t.Parallel()
	a := start(t)
	shared := a.Workspaces()[0]
	first := a.Held(emulator.Collections, shared.ID)[0]
	if !first.CreatedAt.Equal(shared.CreatedAt) {
		t.Errorf("created at %s, its workspace at %s", first.CreatedAt, shared.CreatedAt)
	}
	home := a.create(`{"name":"Home"}`)
	one := "/collections/" + a.Held(emulator.Collections, home)[0].ID
	same(t, "is_default", a.ok("GET", one, "")["is_default"], `1`)
	a.refused("DELETE", one, "", http.StatusNotFound, "AB08", "")
	a.ok("PUT", one, `{"name":"Renamed"}`)
	a.collection(fmt.Sprintf(`{"name":"Another","workspace_id":%q}`, home))
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`)
	if left := a.Held(emulator.Collections, home); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	same(t, "collections elsewhere", a.Count(emulator.Collections, shared.ID), `1`)
}

func TestCollection_deletedWithContents(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	parent := a.collection(fmt.Sprintf(`{"name":"Parent","workspace_id":%q}`, home))
	child := a.collection(fmt.Sprintf(`{"name":"Child","workspace_id":%q,"parent_collection_id":%q}`, home, parent))
	prompt := a.Add(emulator.Prompts, home, map[string]any{"collection_id": child})
	for _, id := range []string{parent, child} {
		a.refused("DELETE", "/collections/"+id, "", http.StatusBadRequest, "AB01", "collection_id")
	}
	a.Drop(emulator.Prompts, prompt)
	a.ok("DELETE", "/collections/"+child, "")
	a.ok("DELETE", "/collections/"+parent, "")

	parent = a.collection(fmt.Sprintf(`{"name":"Parent","workspace_id":%q}`, home))
	child = a.collection(fmt.Sprintf(`{"name":"Child","workspace_id":%q,"parent_collection_id":%q}`, home, parent))
	a.Add(emulator.Prompts, home, map[string]any{"collection_id": child})
	a.SetAnswers(emulator.Answers{CascadingCollections: true})
	a.ok("DELETE", "/collections/"+parent, "")
	same(t, "collections", a.Count(emulator.Collections, home), `1`)
	same(t, "prompts", a.Count(emulator.Prompts, home), `0`)
}
