package emulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const retry = `{"retry":{"attempts":3}}`

// config creates a config through the API and returns the answer.
func (a *api) config(workspace, name, config string) map[string]any {
	a.t.Helper()
	return a.ok("POST", "/configs", fmt.Sprintf(`{"name":%q,"config":%s,"workspace_id":%q}`, name, config, workspace))
}

// slugOf is the slug in an answer.
func slugOf(answer map[string]any) string {
	slug, _ := answer["slug"].(string)
	return slug
}

func TestConfig_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.AddWorkspace(map[string]any{"name": "Ours"})
	made := a.config(ours.Slug, "Fallback", `{ "targets": [], "strategy": {"mode": "fallback"} }`)
	slug := slugOf(made)
	if !regexp.MustCompile(`^pc-fallba-[0-9a-f]{6}$`).MatchString(slug) {
		t.Errorf("slug %q", slug)
	}
	read := a.ok("GET", "/configs/"+slug, "")
	for key, want := range map[string]string{
		"name": `"Fallback"`, "slug": toJSON(t, slug), "object": `"config"`, "status": `"active"`, "is_default": `0`,
		"workspace_id": toJSON(t, ours.ID), "organisation_id": toJSON(t, a.OrganisationID()),
		"config": `"{\"targets\":[],\"strategy\":{\"mode\":\"fallback\"}}"`, "format": `"json"`, "type": `"ORG_CONFIG"`,
		"created_at": `"2026-10-15T12:00:00.000Z"`, "last_updated_at": `"2026-10-15T12:00:00.000Z"`, "version_created_at": `"2026-10-15T12:00:00.000Z"`,
	} {
		same(t, key, read[key], want)
	}
	same(t, "answer to POST", made, toJSON(t, map[string]any{"id": read["id"], "slug": slug, "version_id": read["version_id"], "object": "config"}))
	id, _ := read["id"].(string)
	same(t, "read by id", a.ok("GET", "/configs/"+id, ""), toJSON(t, read))

	item := a.list("/configs")[0]
	for _, key := range []string{"config", "format", "type", "version_id", "version_created_at", "version_owner_id"} {
		if _, present := item[key]; present || read[key] == nil {
			t.Errorf("%s: in a list item %v, in a read %v", key, present, read[key])
		}
		delete(read, key)
	}
	same(t, "item", item, toJSON(t, read))
}

// The string is what was sent, as a server in JavaScript writes it: the keys in
// their order (recorded), the rest assumed.
func TestConfig_text(t *testing.T) {
	t.Parallel()
	a := start(t)
	slug := slugOf(a.config(a.create(create), "Odd", `{
		"weight": 10.0, "cache": {"mode": "simple", "max_age": 1e3},
		"forward_headers": ["\u003ca\u003e", "é", null, true], "targets": []
	}`))
	const want = `{"weight":10,"cache":{"mode":"simple","max_age":1000},"forward_headers":["<a>","é",null,true],"targets":[]}`
	if got := a.ok("GET", "/configs/"+slug, "")["config"]; got != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}

func TestConfig_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(create)
	slug := slugOf(a.config(ours, "Retry", retry))
	one := "/configs/" + slug
	before := a.ok("GET", one, "")
	in := fmt.Sprintf(`"workspace_id":%q`, ours)
	for _, c := range []struct{ name, method, path, body, param string }{
		{"no name", "POST", "/configs", `{"config":` + retry + `,` + in + `}`, "name"},
		{"blank name", "POST", "/configs", `{"name":" ","config":` + retry + `,` + in + `}`, "name"},
		{"no config", "POST", "/configs", `{"name":"x",` + in + `}`, "config"},
		{"empty config", "POST", "/configs", `{"name":"x","config":{},` + in + `}`, "config"},
		{"config as text", "POST", "/configs", `{"name":"x","config":"{}",` + in + `}`, "config"},
		{"unknown key of the config", "POST", "/configs", `{"name":"x","config":{"retries":3},` + in + `}`, "config"},
		{"no workspace", "POST", "/configs", `{"name":"x","config":` + retry + `}`, "workspace_id"},
		{"null workspace", "POST", "/configs", `{"name":"x","config":` + retry + `,"workspace_id":null}`, "workspace_id"},
		{"unknown field", "POST", "/configs", `{"name":"x","config":` + retry + `,"status":"active",` + in + `}`, "status"},
		{"workspace in the query", "POST", "/configs?workspace_id=" + ours, `{"name":"x","config":` + retry + `}`, "workspace_id"},
		{"another workspace", "PUT", one, `{` + in + `}`, "workspace_id"},
		{"another slug", "PUT", one, `{"slug":"pc-x"}`, "slug"},
		{"null name", "PUT", one, `{"name":null}`, "name"},
		{"null config", "PUT", one, `{"config":null}`, "config"},
		{"empty config on update", "PUT", one, `{"config":{}}`, "config"},
		{"pages of versions", "GET", one + "/versions?page_size=1", ``, "page_size"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a.on(t).refused(c.method, c.path, c.body, http.StatusBadRequest, "AB01", c.param)
		})
	}
	a.refused("POST", "/configs", `{"name":"x","config":`+retry+`,"workspace_id":"nowhere"}`, http.StatusForbidden, "AB03", "")
	same(t, "the config after all that", a.ok("GET", one, ""), toJSON(t, before))
	if got := a.Count(emulator.Configs, ours); got != 1 {
		t.Errorf("%d configs", got)
	}
}

// is_default is dropped under both names (vendor's changelog).
func TestConfig_isDefaultIsDropped(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(create)
	made := a.ok("POST", "/configs", fmt.Sprintf(`{"name":"x","config":%s,"workspace_id":%q,"isDefault":1,"is_default":1}`, retry, ours))
	one := "/configs/" + slugOf(made)
	before := a.ok("GET", one, "")
	same(t, "is_default", before["is_default"], `0`)
	a.Advance(time.Second)
	got := a.ok("PUT", one, `{"is_default":1,"isDefault":1}`)
	same(t, "answer", got, toJSON(t, map[string]any{"object": "config", "version_id": before["version_id"]}))
	same(t, "the config", a.ok("GET", one, ""), toJSON(t, before))
}

// PUT is partial: a name creates no version, and is no part of the slug; a config
// replaces the one before, and is a version even where it is equal.
func TestConfig_update(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.config(a.create(create), "Retry", retry)
	one := "/configs/" + slugOf(made)
	version := made["version_id"]
	put := func(body string) map[string]any {
		t.Helper()
		a.Advance(time.Second)
		before := a.ok("GET", one, "")
		got := a.ok("PUT", one, body)
		after := a.ok("GET", one, "")
		same(t, "answer to PUT", got, toJSON(t, map[string]any{"object": "config", "version_id": after["version_id"]}))
		if after["last_updated_at"] == before["last_updated_at"] || after["created_at"] != before["created_at"] {
			t.Errorf("%s: created %v, updated %v", body, after["created_at"], after["last_updated_at"])
		}
		return after
	}
	if got := put(`{"name":"Try again"}`); got["version_id"] != version || got["name"] != "Try again" || got["slug"] != made["slug"] {
		t.Errorf("renamed: %v", got)
	}
	equal := put(`{"config":` + retry + `}`)
	if equal["version_id"] == version || equal["config"] != retry || equal["version_created_at"] != equal["last_updated_at"] {
		t.Errorf("equal: %v", equal)
	}
	if got := put(`{"config":{"cache":{"mode":"simple"}}}`); got["version_id"] == equal["version_id"] || got["config"] != `{"cache":{"mode":"simple"}}` {
		t.Errorf("replaced: %v", got)
	}

	rows := a.list(one + "/versions")
	for i, config := range []string{`{"cache":{"mode":"simple"}}`, retry, retry} {
		same(t, "config of a version", rows[i]["config"], toJSON(t, config))
		same(t, "name of a version", rows[i]["name"], `"Try again"`)
	}
	same(t, "the newest version", rows[0], toJSON(t, a.ok("GET", one, "")))
	same(t, "created", joined(rows, "version_created_at"), `"2026-10-15T12:00:03.000Z,2026-10-15T12:00:02.000Z,2026-10-15T12:00:00.000Z"`)
	same(t, "total", a.ok("GET", one+"/versions", "")["total"], `3`)
	if rows[2]["version_id"] != version {
		t.Errorf("the first version is %v, not %v", rows[2]["version_id"], version)
	}
}

// A key of the organisation lists all of its configs; that of a workspace its own.
func TestConfig_reach(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours, theirs := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`)
	foreign := slugOf(a.config(theirs, "Theirs", retry))
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: ours}))
	slug := slugOf(b.ok("POST", "/configs", `{"name":"Ours","config":`+retry+`}`)) // the key implies it
	b.refused("POST", "/configs", fmt.Sprintf(`{"name":"x","config":%s,"workspace_id":%q}`, retry, theirs), http.StatusForbidden, "AB03", "")
	for _, path := range []string{"/configs/" + foreign, "/configs/" + foreign + "/versions"} {
		b.refused("GET", path, "", http.StatusForbidden, "AB03", "")
	}
	b.refused("PUT", "/configs/"+foreign, `{"name":"x"}`, http.StatusForbidden, "AB03", "")
	if got := joined(b.list("/configs"), "slug"); got != slug {
		t.Errorf("a workspace's key lists %s", got)
	}
	if got := joined(a.list("/configs"), "name"); got != "Ours,Theirs" {
		t.Errorf("the organisation's lists %s", got)
	}
	if got := joined(a.list("/configs?workspace_id="+theirs), "name"); got != "Theirs" {
		t.Errorf("of theirs: %s", got)
	}
	c := a.as(a.AddKey(emulator.Key{Scopes: []string{"configs.list"}}))
	c.refused("GET", "/configs/"+slug+"/versions", "", http.StatusForbidden, "AB03", "")
}

func TestConfig_bound(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(`{"name":"Ours"}`)
	made := a.config(ours, "Retry", retry)
	one := "/configs/" + slugOf(made)
	for _, reference := range []any{made["id"], made["slug"]} {
		key := a.Add(emulator.APIKeys, ours, map[string]any{"defaults": map[string]any{"config_id": reference}})
		a.refused("DELETE", one, "", http.StatusConflict, "AB07", "")
		a.ok("DELETE", "/api-keys/"+key, "")
		for _, name := range []string{"user_api_key_config", "config_id"} { // v2 has the second
			a.EditWorkspace(ours, map[string]any{"defaults": map[string]any{name: reference}})
			a.refused("DELETE", one, "", http.StatusConflict, "AB07", "")
		}
		a.EditWorkspace(ours, map[string]any{"defaults": nil})
	}
	a.refused("DELETE", "/admin/workspaces/"+ours, `{"name":"Ours"}`, http.StatusConflict, "AB07", "")
	if got := a.ok("DELETE", one, ""); len(got) != 0 {
		t.Errorf("DELETE answered %v", got)
	}
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
	a.refused("GET", one+"/versions", "", http.StatusNotFound, "AB08", "")
	a.refused("DELETE", one, "", http.StatusNotFound, "AB08", "")
	if got := a.list("/configs"); len(got) != 0 {
		t.Errorf("listed: %v", got)
	}
	a.ok("DELETE", "/admin/workspaces/"+ours, `{"name":"Ours"}`)
}

func TestConfig_knobs(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(create)
	made := a.config(ours, "Retry", retry)
	byID, bySlug := fmt.Sprint("/configs/", made["id"]), "/configs/"+slugOf(made)

	a.SetAnswers(emulator.Answers{SlugsOnly: true})
	a.refused("GET", byID, "", http.StatusNotFound, "AB08", "")
	a.ok("GET", bySlug, "")
	a.read(ours) // a workspace's path takes both by all evidence

	a.config(ours, "Second", retry)
	a.SetAnswers(emulator.Answers{PagedLists: true})
	if got := joined(a.list("/configs?page_size=1&current_page=1"), "name"); got != "Retry" {
		t.Errorf("the second page: %s", got)
	}

	a.ok("DELETE", bySlug, "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", bySlug, "", http.StatusForbidden, "AB03", "")
	a.DeleteWorkspace(ours)
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs404})
	a.refused("GET", "/admin/workspaces/"+ours, "", http.StatusNotFound, "AB08", "")
	a.refused("GET", "/guardrails/nowhere", "", http.StatusNotFound, "AB08", "")
}

func TestConfig_stale(t *testing.T) {
	t.Parallel()
	a := start(t)
	ours := a.create(create)
	a.Advance(time.Minute)
	made := a.config(ours, "Retry", retry)
	one := "/configs/" + slugOf(made)
	a.Advance(time.Minute)
	a.ok("PUT", one, `{"name":"Cache","config":{"cache":{"mode":"simple"}}}`)
	a.Advance(time.Second)

	a.SetStale(30 * time.Second)
	if got := a.ok("GET", one, ""); got["name"] != "Retry" || got["config"] != retry || got["version_id"] != made["version_id"] {
		t.Errorf("a stale read: %v", got)
	}
	if got := a.list(one + "/versions"); len(got) != 1 {
		t.Errorf("stale versions: %v", got)
	}
	if got := joined(a.list("/configs"), "name"); got != "Retry" {
		t.Errorf("a stale list: %s", got)
	}
	a.ok("DELETE", one, "") // writes see what is there
	a.ok("GET", one, "")
	a.SetStale(2 * time.Minute)
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
}
