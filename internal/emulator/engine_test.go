package emulator_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

type nounCase struct {
	noun         emulator.Noun
	path         string
	query        string // what a delete needs beside the path
	scope        string
	listed, read string // the fields of list items and of reads that have the workspace
	unknown      int    // what an unknown id answers
}

func nounCases() []nounCase {
	return []nounCase{
		{emulator.Prompts, "/prompts", "", "prompts", "prompt_owning_workspace_id", "prompt_owning_workspace_id", 404},
		{emulator.Partials, "/prompts/partials", "", "prompts", "", "", 404},
		{emulator.APIKeys, "/api-keys", "", "workspace_service_api_keys", "workspace_id", "workspace_id", 404},
		{emulator.Configs, "/configs", "", "configs", "workspace_id", "workspace_id", 404},
		{emulator.Guardrails, "/guardrails", "", "guardrails", "workspace_id", "workspace_id", 403},
		{emulator.Providers, "/providers", "workspace_id", "providers", "workspace_id", "", 404},
	}
}

// items are the data of a list, whichever envelope it has.
func (a *api) items(path string) []map[string]any {
	a.t.Helper()
	got := a.call("GET", path, "")
	if got.status != http.StatusOK {
		a.t.Fatalf("GET %s: %d %s", path, got.status, got.text)
	}
	if got.object == nil {
		return objects(a.t, parse(a.t, got.text))
	}
	return objects(a.t, got.object["data"])
}

// fieldsWith are the fields of an object that have a value.
func fieldsWith(object map[string]any, value string) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if object[name] == value {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

func TestContents_everyNoun(t *testing.T) {
	t.Parallel()
	for _, c := range nounCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			ours, theirs := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`)
			first := a.Add(c.noun, ours, map[string]any{"name": "First"})
			a.Add(c.noun, ours, map[string]any{"name": "Second"})
			other := a.Add(c.noun, theirs, map[string]any{"name": "Other"})
			slug := a.Workspaces()[1].Slug

			if got := joined(a.items(c.path+"?workspace_id="+ours), "name"); got != "Second,First" {
				t.Errorf("listed by id: %s", got)
			}
			if c.query != "" {
				a.refused("GET", c.path+"?workspace_id="+slug, "", http.StatusBadRequest, "AB01", c.query)
				a.SetAnswers(emulator.Answers{SlugFilters: true})
			}
			items := a.items(c.path + "?workspace_id=" + slug)
			if got := joined(items, "name"); got != "Second,First" {
				t.Errorf("listed by slug: %s", got)
			}
			if got := fieldsWith(items[0], ours); got != c.listed {
				t.Errorf("has its workspace in %q: %v", got, items[0])
			}
			if items[0]["id"] == nil {
				t.Errorf("has no id: %v", items[0])
			}
			if _, has := items[0]["last_updated_at"]; has != (c.noun != emulator.Providers) { // recorded for virtual keys
				t.Errorf("has the time of its update: %v", items[0])
			}
			one := c.path + "/" + first
			query := ""
			if c.query != "" {
				query = "?" + c.query + "=" + ours
				a.refused("GET", one, "", http.StatusBadRequest, "AB01", c.query)
				a.refused("GET", c.path, "", http.StatusBadRequest, "AB01", c.query)
				a.refused("DELETE", one, "", http.StatusBadRequest, "AB01", c.query)
			}
			if got := a.ok("GET", one+query, ""); got["name"] != "First" || fieldsWith(got, ours) != c.read {
				t.Errorf("read: %v", got)
			}
			// Another workspace named beside it is a missing right.
			a.refused("DELETE", one+"?workspace_id="+theirs, "", http.StatusForbidden, "AB03", "")
			a.refused("GET", c.path+"?workspace_id=nowhere", "", http.StatusForbidden, "AB03", "")
			a.refused("GET", c.path+"?workspace_id="+ours+"&shade=red", "", http.StatusBadRequest, "AB01", "shade")
			a.refused("GET", one+"?shade=red", "", http.StatusBadRequest, "AB01", "shade")

			if got := a.ok("DELETE", one+query, ""); len(got) != 0 {
				t.Errorf("DELETE answered %v", got)
			}
			if got := a.call("GET", one+query, "").status; got != c.unknown {
				t.Errorf("read after delete: %d, want %d", got, c.unknown)
			}
			if a.Count(c.noun, ours) != 1 || a.Count(c.noun, theirs) != 1 || a.Held(c.noun, theirs)[0].Name != "Other" {
				t.Errorf("left: %v, %v", a.Held(c.noun, ours), a.Held(c.noun, theirs))
			}

			// What is in an archived workspace is out of reach.
			a.DeleteWorkspace(theirs)
			a.refused("GET", c.path+"?workspace_id="+theirs, "", http.StatusForbidden, "AB03", "")
			a.refused("DELETE", c.path+"/"+other+query, "", http.StatusForbidden, "AB03", "")
		})
	}
}

func TestContents_scopes(t *testing.T) {
	t.Parallel()
	for _, c := range nounCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			ours := a.create(`{"name":"Ours"}`)
			id := a.Add(c.noun, ours, nil)
			query := "?workspace_id=" + ours
			key := a.AddKey(emulator.Key{Scopes: []string{}})
			for _, verb := range []struct{ method, path, scope string }{
				{"GET", c.path, "list"}, {"GET", c.path + "/" + id, "read"}, {"DELETE", c.path + "/" + id, "delete"},
			} {
				a.SetScopes(key)
				a.as(key).refused(verb.method, verb.path+query, "", http.StatusForbidden, "AB03", "")
				a.SetScopes(key, c.scope+"."+verb.scope)
				if got := a.as(key).call(verb.method, verb.path+query, ""); got.status != http.StatusOK {
					t.Errorf("%s %s with its scope: %d %s", verb.method, verb.path, got.status, got.text)
				}
			}
			// To a key without rights an unknown id answers as a known one does.
			a.SetScopes(key)
			a.as(key).refused("GET", c.path+"/nowhere"+query, "", http.StatusForbidden, "AB03", "")
		})
	}
}

func TestContents_organisationsOwn(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Add(emulator.Guardrails, "", map[string]any{"name": "Everywhere"})
	a.Add(emulator.APIKeys, "", map[string]any{"name": "Admin"})
	a.Add(emulator.APIKeys, a.Workspaces()[0].ID, map[string]any{"name": "User", "type": "workspace-user"})
	same(t, "a guardrail's workspace_id", a.list("/guardrails")[0]["workspace_id"], `""`) // vendor's changelog
	keys := a.list("/api-keys")
	same(t, "a key's workspace_id", keys[1]["workspace_id"], `null`)
	same(t, "a key's type", keys[1]["type"], `"organisation-service"`)
	if a.Count(emulator.Guardrails, "") != 1 {
		t.Error("the organisation has no guardrail")
	}

	// Each kind of key has scopes of its own, and so have the organisation's guardrails (documented).
	key := a.AddKey(emulator.Key{Scopes: []string{"workspace_user_api_keys.list", "guardrails.list"}})
	if got := joined(a.as(key).list("/api-keys"), "name"); got != "User" {
		t.Errorf("keys: %s", got)
	}
	if got := joined(a.as(key).list("/guardrails"), "name"); got != "" {
		t.Errorf("guardrails: %s", got)
	}
}

func TestContents_inUse(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(`{"name":"Ours"}`)
	guardrail := a.Add(emulator.Guardrails, ours, map[string]any{"slug": "pg-pii-000001"})
	config := a.Add(emulator.Configs, ours, map[string]any{"config": `{"input_guardrails":["pg-pii-000001"]}`})
	key := a.Add(emulator.APIKeys, ours, map[string]any{"defaults": map[string]any{"config_id": a.Held(emulator.Configs, ours)[0].ID}})
	a.edit(ours, fmt.Sprintf(`{"defaults":{"output_guardrails":[%q]}}`, guardrail))

	a.refused("DELETE", "/configs/"+config, "", http.StatusConflict, "AB07", "")
	a.refused("DELETE", "/guardrails/"+guardrail, "", http.StatusBadRequest, "AB01", "")
	a.ok("DELETE", "/api-keys/"+key, "")
	a.ok("DELETE", "/configs/"+config, "")
	a.refused("DELETE", "/guardrails/pg-pii-000001", "", http.StatusBadRequest, "AB01", "") // the workspace's defaults
	a.edit(ours, `{"defaults":{"output_guardrails":[]}}`)
	a.ok("DELETE", "/guardrails/pg-pii-000001", "")
	a.ok("DELETE", "/admin/workspaces/"+ours, `{"name":"Ours"}`)
}

// Only a single read has what a thing consists of (recorded).
func TestContents_detail(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(`{"name":"Ours"}`)
	slug := a.Add(emulator.Configs, ours, map[string]any{"config": `{}`})
	if _, present := a.list("/configs")[0]["config"]; present {
		t.Error("a list item has the config")
	}
	if _, present := a.ok("GET", "/configs/"+slug, "")["config"]; !present {
		t.Error("a single read lacks the config")
	}
}

// A prompt that is shared shows whose it is (documented).
func TestContents_shared(t *testing.T) {
	t.Parallel()
	a := start(t)
	owner, borrower := a.create(`{"name":"Owner"}`), a.create(`{"name":"Borrower"}`)
	id := a.Add(emulator.Prompts, borrower, map[string]any{"prompt_owning_workspace_id": owner})
	for _, got := range []map[string]any{a.items("/prompts?workspace_id=" + borrower)[0], a.ok("GET", "/prompts/"+id, "")} {
		same(t, "prompt_owning_workspace_id", got["prompt_owning_workspace_id"], fmt.Sprintf("%q", owner))
	}
}

// An API's description has this list without an envelope; the vendor's clients have not.
func TestContents_partialsEnvelope(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Add(emulator.Partials, a.create(create), map[string]any{"name": "Greeting"})
	got := a.ok("GET", "/prompts/partials", "")
	same(t, "object", got["object"], `"list"`)
	same(t, "total", got["total"], `1`)
	a.SetAnswers(emulator.Answers{BareArrays: true})
	if got := a.call("GET", "/prompts/partials", ""); got.object != nil || joined(objects(t, parse(t, got.text)), "name") != "Greeting" {
		t.Errorf("as a bare array: %s", got.text)
	}
}

func TestContents_pages(t *testing.T) {
	t.Parallel()
	for _, c := range nounCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			ours := a.create(`{"name":"Ours"}`)
			for i := range 120 {
				a.Add(c.noun, ours, map[string]any{"name": fmt.Sprint(i)})
			}
			size := func(query string) int { return len(a.items(c.path + "?workspace_id=" + ours + query)) }
			got := fmt.Sprint(size(""), size("&page_size=100"), size("&page_size=100&current_page=1"), size("&page_size=100&current_page=2"))
			want := map[emulator.Noun]string{
				emulator.Prompts:    "120 100 20 0",
				emulator.Partials:   "120 120 120 120", // no pages: a caller must notice
				emulator.APIKeys:    "50 100 20 0",
				emulator.Configs:    "120 120 120 120", // nor here (seen)
				emulator.Guardrails: "100 100 20 0",
				emulator.Providers:  "50 100 20 0",
			}[c.noun]
			if got != want {
				t.Errorf("page lengths %s, want %s", got, want)
			}
		})
	}
}

func TestContents_knobs(t *testing.T) {
	t.Parallel()
	for _, c := range nounCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t, emulator.WithAnswers(emulator.Answers{WorkspaceIDInItems: emulator.PresentAlways, WorkspaceIDInReads: emulator.PresentNever}))
			ours, theirs := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`)
			id := a.Add(c.noun, ours, nil)
			a.Add(c.noun, theirs, nil)
			query := "?workspace_id=" + ours
			if items := a.items(c.path + query); len(items) != 1 || items[0]["workspace_id"] != ours {
				t.Errorf("items: %v", items)
			}
			if _, present := a.ok("GET", c.path+"/"+id+query, "")["workspace_id"]; present {
				t.Error("a single read has the workspace")
			}
			a.SetAnswers(emulator.Answers{FiltersIgnored: true})
			if items := a.items(c.path + query); len(items) != 2 {
				t.Errorf("with the filter ignored: %v", items)
			}
			a.SetAnswers(emulator.Answers{WorkspaceIDInItems: emulator.PresentNever, Sparse: true})
			item := a.items(c.path + query)[0]
			if got := fieldsWith(item, ours); got != "" {
				t.Errorf("an item has the workspace in %s", got)
			}
			if _, has := item["id"]; has != (c.noun != emulator.Providers) {
				t.Errorf("has an id: %v", item)
			}
			a.SetAnswers(emulator.Answers{Sparse: true})
			want := c.listed
			if c.noun == emulator.Prompts || c.noun == emulator.Providers {
				want = ""
			}
			if got := fieldsWith(a.items(c.path + query)[0], ours); got != want {
				t.Errorf("as documented, the workspace is in %q, want %q", got, want)
			}
		})
	}
}

func TestContents_globalIntegrations(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{GlobalIntegrations: []string{"openai", "bedrock"}}))
	id := a.create(`{"name":"Ours"}`)
	if got := joined(a.items("/providers?workspace_id="+id), "slug"); got != "bedrock,openai" {
		t.Errorf("providers: %s", got)
	}
	other := a.create(`{"name":"Theirs"}`)
	a.refused("DELETE", "/admin/workspaces/"+id, `{"name":"Ours"}`, http.StatusConflict, "AB07", "")
	a.ok("DELETE", "/providers/openai?workspace_id="+other, "") // one slug, two workspaces
	if a.Count(emulator.Providers, id) != 2 || a.Count(emulator.Providers, other) != 1 {
		t.Errorf("left: %v, %v", a.Held(emulator.Providers, id), a.Held(emulator.Providers, other))
	}
}
