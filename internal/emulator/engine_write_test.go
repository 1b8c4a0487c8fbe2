package emulator_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// writeCase is a noun that callers can write. HOME stands for the id of a workspace.
type writeCase struct {
	noun   emulator.Noun
	path   string
	post   string // where its POST goes, if not to the path
	noSlug bool
	create string
	// change is the body of a PUT after which field is changed.
	change, field, changed string
	fixed                  string // the body of a PUT of what can't be changed
	query                  string // what all but a POST needs beside the path
	nonempty               string // what an empty PUT is refused for
	unstamped              bool   // answers have no last_updated_at
	setup                  func(a *api, home string)
	made, updated          string // the keys of the answers, "" all that a read has
	delete                 string // the body of a DELETE
	scope                  string
	gone                   int
}

func writeCases() []writeCase {
	return []writeCase{
		{
			noun: emulator.Workspaces, path: "/admin/workspaces", create: `{"name":"Ours"}`,
			change: `{"description":"Later"}`, field: "description", changed: `"Later"`, fixed: `{"slug":"ws-x"}`,
			updated: "none", delete: `{"name":"Ours"}`, scope: "workspaces", gone: http.StatusForbidden,
		},
		{
			noun: emulator.Configs, path: "/configs", create: `{"name":"Ours","config":{"retry":{"attempts":1}},"workspace_id":"HOME"}`,
			change: `{"config":{"cache":{"mode":"simple"}}}`, field: "config", changed: `"{\"cache\":{\"mode\":\"simple\"}}"`, fixed: `{"workspace_id":"HOME"}`,
			made: "id,object,slug,version_id", updated: "object,version_id", scope: "configs", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Guardrails, path: "/guardrails", query: "?workspace_id=HOME",
			create: `{"name":"Ours","checks":[{"id":"default.wordCount"}],"actions":{"deny":true},"workspace_id":"HOME"}`,
			change: `{"actions":{"async":true}}`, field: "actions", changed: `{"async":true,"deny":false,"sequential":false}`, fixed: `{"target":"llm"}`,
			made: "created_at,id,object,slug,version_id", updated: "id,slug,version_id", scope: "guardrails", gone: http.StatusForbidden,
		},
		{
			noun: emulator.Collections, path: "/collections", query: "?workspace_id=HOME",
			create: `{"name":"Ours","workspace_id":"HOME"}`, nonempty: "name",
			change: `{"name":"Later"}`, field: "name", changed: `"Later"`, fixed: `{"name":"Ours","parent_collection_id":"x"}`,
			made: "id,slug", updated: "none", scope: "prompts", gone: http.StatusNotFound,
		},
		{
			noun: emulator.APIKeys, path: "/api-keys", post: "/api-keys/workspace/service", noSlug: true,
			create: `{"name":"Ours","scopes":["logs.list","configs.read"],"workspace_id":"HOME"}`,
			change: `{"description":"Later"}`, field: "description", changed: `"Later"`, fixed: `{"workspace_id":"HOME"}`,
			made: "id,key,object", updated: "none", scope: "workspace_service_api_keys", gone: http.StatusNotFound,
		},
		{
			noun: emulator.SecretReferences, path: "/secret-references",
			create: `{"name":"Ours","manager_type":"aws_sm","secret_path":"portkey/openai","auth_config":{"aws_auth_type":"serviceRole"}}`,
			change: `{"secret_path":"portkey/later"}`, field: "secret_path", changed: `"portkey/later"`, fixed: `{"slug":"x"}`, nonempty: "body",
			made: "id,object,slug", updated: "none", scope: "secret_references", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Prompts, path: "/prompts", setup: func(a *api, home string) {
				a.Add(emulator.Collections, home, map[string]any{"slug": "co-ours"})
				a.Add(emulator.Providers, home, map[string]any{"slug": "openai"})
			},
			create: `{"name":"Ours","collection_id":"co-ours","string":"Hello","parameters":{},"model":"gpt-4o","virtual_key":"openai"}`,
			change: `{"string":"Later","parameters":{},"model":"gpt-4o","virtual_key":"openai","is_raw_template":0}`,
			field:  "prompt_version", changed: `1`, fixed: `{"template_metadata":{}}`,
			made: "id,object,slug,version_id", updated: "id,prompt_version_id,slug", scope: "prompts", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Partials, path: "/prompts/partials", create: `{"name":"Ours","string":"Hello","workspace_id":"HOME"}`,
			change: `{"string":"Later"}`, field: "version", changed: `1`, fixed: `{"workspace_id":"HOME"}`,
			made: "id,slug,version_id", updated: "id,prompt_partial_version_id,slug", scope: "prompts", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Labels, path: "/labels", query: "?workspace_id=HOME", noSlug: true,
			create: `{"name":"Ours","color_code":"#aabbcc","workspace_id":"HOME"}`,
			change: `{"description":"Later"}`, field: "description", changed: `"Later"`, fixed: `{"workspace_id":"HOME"}`,
			made: "id", updated: "none", scope: "prompts", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Integrations, path: "/integrations", create: `{"name":"Ours","ai_provider_id":"openai","key":"sk-0123456789"}`,
			change: `{"description":"Later"}`, field: "description", changed: `"Later"`, fixed: `{"ai_provider_id":"anthropic"}`,
			made: "id,object,provider_id,slug", updated: "none", scope: "organisation_integrations", gone: http.StatusNotFound,
		},
		{
			noun: emulator.MCPIntegrations, path: "/mcp-integrations",
			create: `{"name":"Ours","url":"https://mcp.example.com/mcp","auth_type":"none","transport":"http"}`,
			change: `{"transport":"sse"}`, field: "transport", changed: `"sse"`, fixed: `{"slug":"later"}`,
			nonempty: "body", made: "id,object,slug", updated: "none", scope: "organisation_mcp_integrations", gone: http.StatusNotFound,
		},
		{
			noun: emulator.Providers, path: "/providers", query: "?workspace_id=HOME", unstamped: true, setup: func(a *api, home string) {
				id := a.Add(emulator.Integrations, "", map[string]any{"slug": "openai"})
				a.Add(emulator.IntegrationWorkspaces, home, map[string]any{"integration_id": id})
			},
			create: `{"name":"Ours","integration_id":"openai","workspace_id":"HOME"}`,
			change: `{"note":"Later"}`, field: "note", changed: `"Later"`, fixed: `{"integration_id":"openai"}`,
			made: "id,object,slug", updated: "id,slug", scope: "providers", gone: http.StatusNotFound,
		},
		{
			noun: emulator.MCPServers, path: "/mcp-servers", query: "?workspace_id=HOME", unstamped: true, setup: func(a *api, home string) {
				id := a.Add(emulator.MCPIntegrations, "", map[string]any{"slug": "tools"})
				a.Add(emulator.MCPIntegrationWorkspaces, home, map[string]any{"integration_id": id})
			},
			create: `{"name":"Ours","mcp_integration_id":"tools","workspace_id":"HOME"}`, nonempty: "body",
			change: `{"description":"Later"}`, field: "description", changed: `"Later"`, fixed: `{"mcp_integration_id":"tools"}`,
			made: "id,object,slug", updated: "id,object,slug", scope: "mcp_servers", gone: http.StatusNotFound,
		},
		{
			noun: emulator.UsagePolicies, path: "/policies/usage-limits", noSlug: true, query: "?workspace_id=HOME",
			create: `{"name":"Ours","workspace_id":"HOME","type":"cost","credit_limit":5,"conditions":[{"key":"model","value":"gpt-4o"}],"group_by":[{"key":"api_key"}]}`,
			change: `{"credit_limit":7.5}`, field: "credit_limit", changed: `7.5`, fixed: `{"type":"tokens"}`,
			made: "id,object", updated: "none", scope: "policies", gone: http.StatusNotFound,
		},
		{
			noun: emulator.RatePolicies, path: "/policies/rate-limits", noSlug: true, query: "?workspace_id=HOME",
			create: `{"name":"Ours","workspace_id":"HOME","type":"requests","unit":"rpm","value":5,"conditions":[{"key":"model","value":"gpt-4o"}],"group_by":[{"key":"api_key"}]}`,
			change: `{"value":7}`, field: "value", changed: `7`, fixed: `{"target":"mcp_tools"}`,
			made: "id,object", updated: "none", scope: "policies", gone: http.StatusNotFound,
		},
	}
}

// each runs a test for every noun that callers can write, with the bodies for a
// workspace that is there.
func each(t *testing.T, test func(t *testing.T, a *api, c writeCase)) {
	t.Helper()
	for _, c := range writeCases() {
		t.Run(string(c.noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			home := a.create(`{"name":"Home"}`)
			if c.post == "" {
				c.post = c.path
			}
			for _, body := range []*string{&c.create, &c.fixed, &c.query} {
				*body = strings.ReplaceAll(*body, "HOME", home)
			}
			if c.setup != nil {
				c.setup(a, home)
			}
			test(t, a, c)
		})
	}
}

// with is a path with another parameter.
func with(path, parameter string) string {
	if strings.Contains(path, "?") {
		return path + "&" + parameter
	}
	return path + "?" + parameter
}

func keysOf(object map[string]any) string {
	return strings.Join(slices.Sorted(maps.Keys(object)), ",")
}

func TestWrites_createReadUpdateDelete(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, a *api, c writeCase) {
		made := a.ok("POST", c.post, c.create)
		one := fmt.Sprint(c.path, "/", made["id"], c.query)
		before := a.ok("GET", one, "")
		if want := c.made; want != "" && keysOf(made) != want || want == "" && keysOf(made) != keysOf(before) {
			t.Errorf("POST answered %v", made)
		}
		if item := a.list(c.path + c.query)[0]; item["id"] != made["id"] || item["name"] != "Ours" {
			t.Errorf("listed first: %v", item)
		}
		if c.noSlug {
			same(t, "slug", before["slug"], `null`)
		} else if got := a.ok("GET", c.path+"/"+slugOf(before)+c.query, ""); got["id"] != made["id"] {
			t.Errorf("by slug: %v", got)
		}

		a.Advance(time.Second)
		got := a.ok("PUT", one, c.change)
		if keysOf(got) != strings.ReplaceAll(c.updated, "none", "") {
			t.Errorf("PUT answered %v", got)
		}
		after := a.ok("GET", one, "")
		same(t, c.field, after[c.field], c.changed)
		if !c.unstamped {
			same(t, "last_updated_at", after["last_updated_at"], `"2026-10-15T12:00:01.000Z"`)
		}
		for _, key := range []string{"id", "slug", "name", "key", "created_at", "organisation_id"} {
			if key != c.field {
				same(t, key, after[key], toJSON(t, before[key]))
			}
		}
		a.ResetRequests()
		if c.nonempty != "" {
			a.refused("PUT", one, `{}`, http.StatusBadRequest, "AB01", c.nonempty)
		} else {
			a.ok("PUT", one, `{}`)
		}
		same(t, "after an empty PUT", a.ok("GET", one, ""), toJSON(t, after))
		if a.Requests()[0].Effect {
			t.Error("an empty PUT is logged as having an effect")
		}

		if got := a.ok("DELETE", one, c.delete); len(got) != 0 {
			t.Errorf("DELETE answered %v", got)
		}
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			if got := a.call(method, one, c.delete).status; got != c.gone {
				t.Errorf("%s after the DELETE: %d", method, got)
			}
		}
		if slices.ContainsFunc(a.list(c.path+c.query), func(item map[string]any) bool { return item["id"] == made["id"] }) {
			t.Error("still listed")
		}
	})
}

func TestWrites_refused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, a *api, c writeCase) {
		one := fmt.Sprint(c.path, "/", a.ok("POST", c.post, c.create)["id"], c.query)
		before := a.ok("GET", one, "")
		count := len(a.All(c.noun))
		fixed := strings.TrimPrefix(keysOf(parse(t, c.fixed).(map[string]any)), "name,")
		for _, r := range []struct{ method, path, body, param string }{
			{"POST", c.post, `{"shade":"red",` + c.create[1:], "shade"},
			{"POST", c.post, `{}`, ""},
			{"POST", c.post, `[` + c.create + `]`, "body"},
			{"POST", c.post, c.create + c.create, "body"},
			{"POST", c.post + "?shade=red", c.create, "shade"},
			{"PUT", one, `{"shade":"red"}`, "shade"},
			{"PUT", one, c.fixed, fixed},
			{"PUT", one, `{"id":"x"}`, "id"},
			{"PUT", one, `{"name":""}`, "name"},
			{"PUT", with(one, "shade=red"), c.change, "shade"},
			{"DELETE", with(one, "shade=red"), c.delete, "shade"},
		} {
			a.refused(r.method, r.path, r.body, http.StatusBadRequest, "AB01", r.param)
		}
		same(t, "the object after all that", a.ok("GET", one, ""), toJSON(t, before))
		if got := len(a.All(c.noun)); got != count {
			t.Errorf("%d objects, want %d", got, count)
		}
	})
}

func TestWrites_scopes(t *testing.T) {
	t.Parallel()
	each(t, func(_ *testing.T, a *api, c writeCase) {
		one := fmt.Sprint(c.path, "/", a.ok("POST", c.post, c.create)["id"], c.query)
		b := a.as(a.AddKey(emulator.Key{}))
		for _, r := range []struct{ verb, method, path, body string }{
			{"create", "POST", c.post, strings.ReplaceAll(c.create, "Ours", "Others")},
			{"list", "GET", c.path + c.query, ""},
			{"read", "GET", one, ""},
			{"update", "PUT", one, c.change},
			{"delete", "DELETE", one, c.delete},
		} {
			var others []string
			for _, verb := range []string{"create", "list", "read", "update", "delete"} {
				if verb != r.verb {
					others = append(others, c.scope+"."+verb)
				}
			}
			a.SetScopes(b.key, others...)
			b.refused(r.method, r.path, r.body, http.StatusForbidden, "AB03", "")
			a.SetScopes(b.key, c.scope+"."+r.verb)
			b.ok(r.method, r.path, r.body)
		}
	})
}

// A noun whose table has no fields has no routes for writes.
func TestWrites_unknown(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, c := range nounCases() {
		if slices.ContainsFunc(writeCases(), func(w writeCase) bool { return w.noun == c.noun }) {
			continue
		}
		id := a.Add(c.noun, a.Workspaces()[0].ID, nil)
		a.refused("POST", c.path, `{"name":"x"}`, http.StatusNotFound, "AB08", "")
		a.refused("PUT", c.path+"/"+id, `{"name":"x"}`, http.StatusNotFound, "AB08", "")
	}
}

// What tests do behind the caller's back goes for every noun. People, and what is of a whole
// organisation, have no name of their own.
func TestBehind_everyNoun(t *testing.T) {
	t.Parallel()
	for _, noun := range slices.DeleteFunc(emulator.Nouns(), isNameless) {
		t.Run(string(noun), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			home := ""
			if noun != emulator.Workspaces {
				home = a.AddWorkspace(map[string]any{"name": "Home"}).Slug
			}
			before := len(a.All(noun))
			a.Add(noun, home, map[string]any{"name": "First", "created_at": "2024-05-06T07:08:09Z", "last_updated_at": "2025-05-06T07:08:09Z"})
			first := a.All(noun)[before]
			if first.Noun != noun || first.Name != "First" || first.CreatedAt.Year() != 2024 || first.LastUpdatedAt.Year() != 2025 || first.ID == "" {
				t.Errorf("added %+v", first)
			}
			a.Edit(noun, first.ID, map[string]any{"name": "Second"})
			second := a.All(noun)[before]
			if second.Name != "Second" || second.ID != first.ID || second.Slug != first.Slug || !second.LastUpdatedAt.Equal(noon()) {
				t.Errorf("edited %+v", second)
			}
			if first.Name != "First" {
				t.Error("the edit changes what was returned before")
			}
			a.Drop(noun, first.ID)
			all := a.All(noun)
			if archived := slices.Contains(archiving(), noun); archived && !all[before].Archived || !archived && len(all) != before {
				t.Errorf("dropped: %+v", all)
			}
			if !panics(func() { a.Edit(noun, "nowhere", nil) }) || !panics(func() { a.Drop(noun, "nowhere") }) {
				t.Error("no panic where there is nothing")
			}
		})
	}
}

// archiving are the nouns whose deletion archives.
func archiving() []emulator.Noun {
	return []emulator.Noun{emulator.Workspaces, emulator.UsagePolicies, emulator.RatePolicies}
}

func isNameless(noun emulator.Noun) bool {
	return isAboutPeople(noun) || noun == emulator.OrganisationDefaults || noun == emulator.GuardrailExclusions
}

// nil clears: to what it was before anybody wrote it.
func TestBehind_nilClears(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(create)
	slug := a.Add(emulator.Configs, home, map[string]any{"config": map[string]any{"retry": map[string]any{"attempts": 1}}, "is_default": 1})
	one := "/configs/" + slug
	same(t, "is_default", a.ok("GET", one, "")["is_default"], `1`)
	a.Edit(emulator.Configs, slug, map[string]any{"is_default": nil, "config": `{"cache":{"mode":"simple"}}`})
	got := a.ok("GET", one, "")
	same(t, "is_default", got["is_default"], `0`)
	same(t, "config", got["config"], `"{\"cache\":{\"mode\":\"simple\"}}"`)
	same(t, "versions", len(a.list(one+"/versions")), `2`)

	key := a.Add(emulator.APIKeys, home, map[string]any{"description": "d", "status": "expired"})
	same(t, "status", a.list("/api-keys")[0]["status"], `"expired"`)
	a.Edit(emulator.APIKeys, key, map[string]any{"description": nil})
	same(t, "description", a.ok("GET", "/api-keys/"+key, "")["description"], `null`)
	for name, wrong := range map[string]func(){
		"unknown field":   func() { a.Edit(emulator.Configs, slug, map[string]any{"shade": "red"}) },
		"added with one":  func() { a.Add(emulator.Configs, home, map[string]any{"shade": "red"}) },
		"fixed field":     func() { a.Edit(emulator.Configs, slug, map[string]any{"workspace_id": home}) },
		"unknown noun":    func() { a.All("unicorn") },
		"unknown home":    func() { a.Add(emulator.Configs, "nowhere", nil) },
		"another's field": func() { a.Edit(emulator.Workspaces, home, map[string]any{"config": "{}"}) },
	} {
		if !panics(wrong) {
			t.Errorf("%s: no panic", name)
		}
	}
}

func TestNouns(t *testing.T) {
	t.Parallel()
	same(t, "nouns", emulator.Nouns(), `["prompt","partial","collection","label","api-key","config","guardrail","provider","mcp-server-capability","mcp-server","policy_usage_limits","policy_rate_limits","integration-model","integration-workspace","integration","mcp-capability","mcp-integration-workspace","mcp-integration","secret-reference","scim-mapping","scim-group","workspace-user","invite","user","organisation_defaults","workspace-exclusion","workspace"]`)
	same(t, "what lies in workspaces", emulator.Contents(), `["prompt","partial","api-key","config","guardrail","provider"]`)
}
