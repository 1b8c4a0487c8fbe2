package emulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// Recorded: the ids, the booleans as numbers, the timestamps with milliseconds,
// and what a single read has and has not.
func TestWorkspace_recordedShape(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Fraud Detection","description":"Scores payments","icon":"🚀","defaults":{"metadata":{"team":"risk"}},
		"usage_limits":[{"type":"cost","credit_limit":100,"alert_threshold":80,"periodic_reset":"weekly"}],
		"rate_limits":[{"type":"requests","unit":"rpm","value":60}]}`)
	got := a.read(id)
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
		t.Errorf("id %q is not a UUID", id)
	}
	slug, _ := got["slug"].(string)
	if !regexp.MustCompile(`^ws-fraud-[0-9a-f]{6}$`).MatchString(slug) {
		t.Errorf("slug %q", slug)
	}
	for key, want := range map[string]string{
		"name": `"🚀 Fraud Detection"`, "icon": `"🚀"`, "description": `"Scores payments"`, "is_default": `0`,
		"defaults": `{"metadata":{"team":"risk"}}`, "object": `"workspace"`, "created_by": `"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10"`,
		"users": `[{"id":"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10","first_name":"Ada","last_name":"Lovelace","org_role":"owner","role":"admin",
			"status":"active","workspace_id":"` + id + `","created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z"}]`,
		"usage_limits": `[{"type":"cost","credit_limit":100,"alert_threshold":80,"periodic_reset":"weekly","periodic_reset_days":null,
			"next_usage_reset_at":"2026-10-18T00:00:00.000Z","current_usage":0.25,"status":"active"}]`,
		"rate_limits":     `[{"type":"requests","unit":"rpm","value":60}]`,
		"created_at":      `"2026-10-15T12:00:00.000Z"`,
		"last_updated_at": `"2026-10-15T12:00:00.000Z"`,
		"organisation_id": fmt.Sprintf("%q", a.OrganisationID()),
	} {
		same(t, key, got[key], want)
	}
	for _, key := range []string{"status", "scim_source_id"} {
		if _, present := got[key]; present {
			t.Errorf("a single read has %s", key)
		}
	}
	if got := a.read(slug)["id"]; got != id {
		t.Errorf("read by slug: got %v, want %s", got, id)
	}
	if got := a.ok("GET", "/admin/workspaces/"+id+"?name_format=plain", "")["name"]; got != "Fraud Detection" {
		t.Errorf("plain name: got %v", got)
	}
	item := a.list("/admin/workspaces")[0]
	same(t, "status", item["status"], `"active"`)
	for _, key := range []string{"organisation_id", "users", "settings", "last_reset_at"} {
		if _, present := item[key]; present {
			t.Errorf("a list item has %s", key)
		}
	}
}

// The documentation page: id equals slug, is_default inside defaults, limits
// without type and unit.
func TestWorkspace_documentedShape(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithShape(emulator.ShapeDocumented))
	id := a.create(`{"name":"Production","defaults":{"metadata":{"team":"risk"}},
		"usage_limits":[{"type":"cost","credit_limit":100,"periodic_reset":"monthly"}],"rate_limits":[{"type":"tokens","unit":"rpd","value":5}]}`)
	got := a.read(id)
	for key, want := range map[string]string{
		"slug": fmt.Sprintf("%q", id), "description": `null`,
		"defaults":    `{"metadata":{"team":"risk"},"is_default":0,"object":"workspace"}`,
		"rate_limits": `[{"value":5}]`,
		"usage_limits": `[{"credit_limit":100,"periodic_reset":"monthly","alert_threshold":null,"periodic_reset_days":null,
			"next_usage_reset_at":"2026-11-01T00:00:00.000Z"}]`,
	} {
		same(t, key, got[key], want)
	}
	for _, key := range []string{"is_default", "icon", "organisation_id", "status"} {
		if _, present := got[key]; present {
			t.Errorf("the answer has %s", key)
		}
	}
	if _, present := a.list("/admin/workspaces")[0]["status"]; present {
		t.Error("a list item has status")
	}
	key := a.Add(emulator.APIKeys, id, nil)
	same(t, "workspace_id", a.ok("GET", "/api-keys/"+key, "")["workspace_id"], fmt.Sprintf("%q", id))
}

func TestWorkspace_refusedBodies(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Production","icon":"🚀"}`)
	before := a.read(id)
	path := "/admin/workspaces/" + id
	for _, c := range []struct{ name, method, path, body, param string }{
		{"no name", "POST", "/admin/workspaces", `{"description":"x"}`, "name"},
		{"blank name", "POST", "/admin/workspaces", `{"name":" "}`, "name"},
		{"name of another type", "POST", "/admin/workspaces", `{"name":7}`, "name"},
		{"unknown field", "POST", "/admin/workspaces", `{"name":"x","shade":"red"}`, "shade"},
		{"unknown query", "POST", "/admin/workspaces?x=1", `{"name":"x"}`, "x"},
		{"empty description on create", "POST", "/admin/workspaces", `{"name":"x","description":""}`, "description"},
		{"empty icon on create", "POST", "/admin/workspaces", `{"name":"x","icon":""}`, "icon"},
		{"null limits on create", "POST", "/admin/workspaces", `{"name":"x","usage_limits":null}`, "usage_limits"},
		{"empty metadata on create", "POST", "/admin/workspaces", `{"name":"x","defaults":{"metadata":{}}}`, "defaults"},
		{"config on create", "POST", "/admin/workspaces", `{"name":"x","defaults":{"user_api_key_config":null}}`, "defaults"},
		{"security settings on create", "POST", "/admin/workspaces", `{"name":"x","security_settings":{}}`, "security_settings"},
		{"not an object", "PUT", path, `[1]`, "body"},
		{"not JSON", "PUT", path, `{"name":`, "body"},
		{"two objects", "PUT", path, `{"name":"x"}{}`, "body"},
		{"blank name on update", "PUT", path, `{"name":""}`, "name"},
		{"null name", "PUT", path, `{"name":null}`, "name"},
		{"null description", "PUT", path, `{"description":null}`, "description"},
		{"null icon", "PUT", path, `{"icon":null}`, "icon"},
		{"icon cleared under a name that has one", "PUT", path, `{"icon":"","name":"🎯 Target"}`, "icon"},
		{"null defaults", "PUT", path, `{"defaults":null}`, "defaults"},
		{"empty defaults", "PUT", path, `{"defaults":{}}`, "defaults"},
		{"null metadata", "PUT", path, `{"defaults":{"metadata":null}}`, "defaults"},
		{"number in metadata", "PUT", path, `{"defaults":{"metadata":{"a":1}}}`, "defaults"},
		{"unknown default", "PUT", path, `{"defaults":{"later":1}}`, "defaults"},
		{"foreign guardrail", "PUT", path, `{"defaults":{"input_guardrails":["pg-x"]}}`, "defaults"},
		{"foreign config", "PUT", path, `{"defaults":{"user_api_key_config":"pc-x"}}`, "defaults"},
		{"guardrails of another type", "PUT", path, `{"defaults":{"input_guardrails":"pg-x"}}`, "defaults"},
		{"empty usage limits", "PUT", path, `{"usage_limits":[]}`, "usage_limits"},
		{"sparse security settings", "PUT", path, `{"security_settings":{"membersViewLogs":true}}`, "security_settings"},
		{"read-only field", "PUT", path, `{"slug":"ws-x"}`, "slug"},
		{"name format", "GET", path + "?name_format=short", ``, "name_format"},
		{"parameter twice", "GET", "/admin/workspaces?name=a&name=b", ``, "name"},
		{"status", "GET", "/admin/workspaces?status=deleted", ``, "status"},
		{"page", "GET", "/admin/workspaces?current_page=-1", ``, "current_page"},
		{"page size", "GET", "/admin/workspaces?page_size=0", ``, "page_size"},
		{"name format of the list", "GET", "/admin/workspaces?name_format=plain", ``, "name_format"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a.on(t).refused(c.method, c.path, c.body, http.StatusBadRequest, "AB01", c.param)
		})
	}
	same(t, "the workspace after all that", a.read(id), toJSON(t, before))
	for _, one := range a.Requests() {
		if one.Effect != (one.Method == "POST" && one.Status == http.StatusOK) {
			t.Errorf("%s %s %d: effect %v", one.Method, one.Path, one.Status, one.Effect)
		}
	}
}

// A PUT merges by top-level key and replaces defaults whole (vendor's changelog).
func TestWorkspace_update(t *testing.T) {
	t.Parallel()
	const whole = `{"name":"Production","description":"d","icon":"🚀","defaults":{"metadata":{"a":"1","b":"2"}},
		"usage_limits":[{"type":"cost","credit_limit":10}],"rate_limits":[{"type":"requests","unit":"rpm","value":1}]}`
	for _, c := range []struct{ name, body, field, want string }{
		{"description", `{"description":"e"}`, "description", `"e"`},
		{"description cleared", `{"description":""}`, "description", `null`},
		{"icon cleared", `{"icon":""}`, "icon", `null`},
		{"metadata replaced", `{"defaults":{"metadata":{"c":"3"}}}`, "defaults", `{"metadata":{"c":"3"}}`},
		{"metadata cleared", `{"defaults":{"metadata":{}}}`, "defaults", `null`},
		{"usage limits cleared", `{"usage_limits":null}`, "usage_limits", `null`},
		{"rate limits cleared", `{"rate_limits":null}`, "rate_limits", `null`},
		{"rate limits emptied", `{"rate_limits":[]}`, "rate_limits", `null`},
		{"rate limits replaced", `{"rate_limits":[{"value":0}]}`, "rate_limits", `[{"value":0}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t, emulator.WithAnswers(emulator.Answers{Milliseconds: true}))
			id := a.create(whole)
			before := a.read(id)
			a.edit(id, c.body)
			after := a.read(id)
			same(t, c.field, after[c.field], c.want)
			if after["last_updated_at"] == before["last_updated_at"] {
				t.Error("last_updated_at did not move, with a clock that stands still")
			}
			for key := range before {
				if key != c.field && key != "last_updated_at" && (c.field != "icon" || key != "name") {
					same(t, key, after[key], toJSON(t, before[key]))
				}
			}
		})
	}
}

func TestWorkspace_emptyUpdateChangesNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Production"}`)
	before := a.read(id)
	a.ResetRequests()
	a.edit(id, `{}`)
	same(t, "workspace", a.read(id), toJSON(t, before))
	if a.Requests()[0].Effect {
		t.Error("an empty PUT is logged as having an effect")
	}
}

// Security settings go whole or not at all (verified).
func TestWorkspace_securitySettings(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Production"}`)
	settings, _ := a.read(id)["security_settings"].(map[string]any)
	if len(settings) != 35 || settings["membersWriteConfigs"] != false {
		t.Fatalf("security settings: %v", settings)
	}
	settings["membersWriteConfigs"] = true
	a.edit(id, `{"security_settings":`+toJSON(t, settings)+`}`)
	same(t, "security_settings", a.read(id)["security_settings"], toJSON(t, settings))
}

// Defaults that lie inside the workspace: by id or slug, answered by slug.
func TestWorkspace_defaults(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Production"}`)
	guardrail := a.Add(emulator.Guardrails, id, map[string]any{"name": "PII", "slug": "pg-pii-000001"})
	a.Add(emulator.Configs, id, map[string]any{"slug": "pc-main-000001"})
	a.edit(id, fmt.Sprintf(`{"defaults":{"input_guardrails":[%q],"user_api_key_config":"pc-main-000001","metadata":{"a":"1"}}}`, guardrail))
	same(t, "defaults", a.read(id)["defaults"], `{"input_guardrails":["pg-pii-000001"],"user_api_key_config":"pc-main-000001","metadata":{"a":"1"}}`)
	a.edit(id, `{"defaults":{"input_guardrails":[],"user_api_key_config":null,"metadata":{"a":"1"}}}`)
	same(t, "defaults", a.read(id)["defaults"], `{"metadata":{"a":"1"}}`)

	// A key that the store has already is taken back as it was read.
	a.EditWorkspace(id, map[string]any{"defaults": map[string]any{"later": map[string]any{"x": 1}}})
	a.edit(id, `{"defaults":{"later":{"x":1},"metadata":{"b":"2"}}}`)
	same(t, "defaults", a.read(id)["defaults"], `{"later":{"x":1},"metadata":{"b":"2"}}`)
}

// The name confirms (vendor's changelog); either form does (verified);
// force_delete is ignored (vendor's changelog).
func TestWorkspace_delete(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, body := range []string{`{"name":"Production"}`, `{"name":"🚀 Production","force_delete":true}`} {
		id := a.create(`{"name":"Production","icon":"🚀"}`)
		path := "/admin/workspaces/" + id
		a.refused("DELETE", path, ``, http.StatusBadRequest, "AB01", "name")
		a.refused("DELETE", path, `{"name":"Staging"}`, http.StatusBadRequest, "AB01", "name")
		a.refused("DELETE", path, `{"name":"Production","recursive":true}`, http.StatusBadRequest, "AB01", "recursive")
		if got := a.ok("DELETE", path, body); len(got) != 0 {
			t.Errorf("DELETE answered %v, want {}", got)
		}
		// Deleted answers as a missing right does (recorded).
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			a.refused(method, path, body, http.StatusForbidden, "AB03", "")
		}
		if got := a.list("/admin/workspaces?exact_name=" + escape("🚀 Production")); len(got) != 0 {
			t.Errorf("listed as active: %v", got)
		}
		got := a.list("/admin/workspaces?status=archived")
		if got[0]["id"] != id || got[0]["status"] != "archived" {
			t.Errorf("archived: %v", got)
		}
	}
	if got := a.list("/admin/workspaces?status=active,archived"); len(got) != 3 {
		t.Errorf("all: %v", got)
	}
}

func TestWorkspace_deleteRefusedWhileItHolds(t *testing.T) {
	t.Parallel()
	for _, noun := range emulator.Contents() {
		t.Run(string(noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			id := a.create(`{"name":"Production"}`)
			a.Add(noun, id, nil)
			a.refused("DELETE", "/admin/workspaces/"+id, `{"name":"Production","force_delete":true}`, http.StatusConflict, "AB07", "")
		})
	}
}

func TestWorkspace_defaultOneStays(t *testing.T) {
	t.Parallel()
	a := start(t)
	shared := a.Workspaces()[0]
	same(t, "is_default", a.read(shared.ID)["is_default"], `1`)
	a.refused("DELETE", "/admin/workspaces/"+shared.ID, `{"name":"Shared Team Workspace"}`, http.StatusBadRequest, "AB01", "")
	if got := a.Workspaces()[0]; got.Status != "active" || !got.IsDefault {
		t.Errorf("got %+v", got)
	}
}

func TestWorkspaces_list(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 204 {
		a.AddWorkspace(map[string]any{"name": fmt.Sprintf("team-%03d", i)})
	}
	a.AddWorkspace(map[string]any{"name": "🎯 Target", "created_at": "2020-01-01T00:00:00Z"})
	for _, c := range []struct {
		name, query string
		count       int
		first       string
	}{
		{"default page, newest first", "", 100, "team-203"},
		{"second page", "?current_page=1&page_size=100", 100, "team-103"},
		{"last page", "?current_page=2&page_size=100", 6, "team-003"},
		{"beyond the last", "?current_page=3&page_size=100", 0, ""},
		{"far beyond", "?current_page=9223372036854775807", 0, ""},
		{"cut to the largest page", "?page_size=1000", 100, "team-203"},
		{"part of the name", "?name=m-20", 4, "team-203"},
		{"in its own case", "?name=TEAM", 0, ""},
		{"exact name", "?exact_name=team-007", 1, "team-007"},
		{"part is not exact", "?exact_name=team-00", 0, ""},
		{"display name", "?exact_name=" + escape("🎯 Target"), 1, "🎯 Target"},
		{"plain name", "?exact_name=Target", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := a.on(t).list("/admin/workspaces" + c.query)
			if len(got) != c.count || c.count > 0 && got[0]["name"] != c.first {
				t.Errorf("got %d: %s", len(got), joined(got, "name"))
			}
		})
	}
	same(t, "total", a.ok("GET", "/admin/workspaces?page_size=7", "")["total"], `206`)
	same(t, "total of a filter", a.ok("GET", "/admin/workspaces?name=m-20&page_size=1", "")["total"], `4`)
}

func TestWorkspaces_duplicateNames(t *testing.T) {
	t.Parallel()
	a := start(t)
	if one, two := a.create(`{"name":"Production"}`), a.create(`{"name":"Production"}`); one == two {
		t.Errorf("two workspaces of one id: %s", one)
	}
}

// What tests do behind the caller's back.
func TestBehind(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.AddWorkspace(map[string]any{"name": "🎯 Target", "slug": "ws-target-000001", "created_at": "2024-05-06T07:08:09Z", "description": "d"})
	if w.Icon != "🎯" || w.Name != "Target" || w.Slug != "ws-target-000001" || w.CreatedAt.Year() != 2024 {
		t.Errorf("added %+v", w)
	}
	a.Advance(time.Hour)
	a.EditWorkspace(w.Slug, map[string]any{"icon": nil, "description": nil, "defaults": map[string]any{"metadata": map[string]any{"a": "1"}},
		"rate_limits": []map[string]any{{"type": "requests", "unit": "rpm", "value": 5}}})
	got, ok := a.Workspace(w.ID)
	if !ok || got.Icon != "" || got.Description != "" || !got.LastUpdatedAt.Equal(noon().Add(time.Hour)) {
		t.Errorf("edited %+v", got)
	}
	same(t, "defaults", got.Defaults, `{"metadata":{"a":"1"}}`)
	same(t, "rate limits", got.RateLimits, `[{"type":"requests","unit":"rpm","value":5}]`)
	a.EditWorkspace(w.ID, map[string]any{"defaults": nil, "rate_limits": nil})
	a.DeleteWorkspace(w.ID)
	if got, _ := a.Workspace(w.ID); got.Status != "archived" || got.Defaults != nil || got.RateLimits != nil {
		t.Errorf("deleted %+v", got)
	}
	a.refused("GET", "/admin/workspaces/"+w.ID, "", http.StatusForbidden, "AB03", "")
	if _, ok := a.Workspace("ws-nowhere"); ok {
		t.Error("found a workspace that is not there")
	}
	if len(a.Workspaces()) != 2 {
		t.Errorf("got %v", a.Workspaces())
	}
	for name, wrong := range map[string]func(){
		"unknown workspace":  func() { a.EditWorkspace("nowhere", nil) },
		"unknown field":      func() { a.EditWorkspace(w.ID, map[string]any{"shade": "red"}) },
		"invalid field":      func() { a.EditWorkspace(w.ID, map[string]any{"name": ""}) },
		"workspace, no name": func() { a.AddWorkspace(nil) },
		"unknown noun":       func() { a.Add("unicorn", "", nil) },
		"unknown key":        func() { a.SetScopes("nowhere") },
	} {
		if !panics(wrong) {
			t.Errorf("%s: no panic", name)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestSeeds(t *testing.T) {
	t.Parallel()
	one, again, other := emulator.New(), emulator.New(), emulator.New(emulator.WithSeed(2))
	if one.OrganisationID() != again.OrganisationID() || one.OrganisationID() == other.OrganisationID() {
		t.Errorf("ids %s, %s, %s", one.OrganisationID(), again.OrganisationID(), other.OrganisationID())
	}
	if w := one.Workspaces()[0]; !strings.HasPrefix(w.Slug, "ws-shared-") || time.Since(w.CreatedAt) < time.Hour {
		t.Errorf("default workspace %+v", w)
	}
}
