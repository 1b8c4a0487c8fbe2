package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const greeting = `"string":"Hello {{name}}","parameters":{"temperature":0.5},"model":"gpt-4o","virtual_key":"openai"`

// prompted starts an API with a prompt in a collection of a workspace, and returns its path.
func prompted(t *testing.T) (a *api, home, one string) {
	t.Helper()
	a = start(t)
	home = a.create(`{"name":"Home"}`)
	a.Add(emulator.Collections, home, map[string]any{"slug": "co-ours"})
	a.Add(emulator.Collections, home, map[string]any{"slug": "co-other"})
	a.Add(emulator.Providers, home, map[string]any{"slug": "openai", "id": "11111111-1111-4111-8111-111111111111"})
	made := a.ok("POST", "/prompts", `{"name":"Greeting","collection_id":"co-ours",`+greeting+`}`)
	return a, home, "/prompts/" + slugOf(made)
}

func TestPrompt_create(t *testing.T) {
	t.Parallel()
	a, home, one := prompted(t)
	got := a.ok("GET", one, "")
	for field, want := range map[string]string{
		"name": `"Greeting"`, "string": `"Hello {{name}}"`, "model": `"gpt-4o"`, "virtual_key": `"openai"`,
		"parameters": `{"model":"gpt-4o","temperature":0.5}`, "prompt_version": `1`, "is_raw_template": `0`,
		"tools": `null`, "tool_choice": `null`, "functions": `null`, "prompt_version_labels": `[]`, "prompt_version_label_id": `null`,
		"prompt_owning_workspace_id": fmt.Sprintf("%q", home), "object": `"prompt"`, "status": `"active"`, "template_metadata": `{}`,
	} {
		same(t, field, got[field], want)
	}
	if got["collection_id"] != a.Held(emulator.Collections, home)[1].ID || !strings.HasPrefix(slugOf(got), "pp-greeting-") {
		t.Errorf("got %v", got)
	}
	item := a.list("/prompts?workspace_id=" + home)[0]
	for _, field := range []string{"string", "parameters", "virtual_key", "prompt_version", "prompt_version_id", "workspace_id"} {
		if _, has := item[field]; has {
			t.Errorf("a list item has %s", field)
		}
	}
	same(t, "model", item["model"], `"gpt-4o"`)

	foreign := a.create(`{"name":"Foreign"}`)
	a.Add(emulator.Collections, foreign, map[string]any{"slug": "co-foreign"})
	for body, want := range map[string]string{
		`{"name":"x","collection_id":"co-none",` + greeting + `}`:                                                   "404 AB08 ",
		`{"name":"x","collection_id":"co-foreign",` + greeting + `}`:                                                "400 AB01 virtual_key",
		`{"name":"x","collection_id":"co-ours","string":"Hi","parameters":{},"model":"m","virtual_key":"none"}`:     "400 AB01 virtual_key",
		`{"name":"x","collection_id":"co-ours","string":"Hi","parameters":{},"virtual_key":"openai"}`:               "400 AB01 model",
		`{"name":"x","collection_id":"co-ours","string":[],"parameters":{},"model":"m","virtual_key":"openai"}`:     "400 AB01 string",
		`{"name":"x","collection_id":"co-ours","tools":{},` + greeting + `}`:                                        "400 AB01 tools",
		`{"name":"x","collection_id":"co-ours","workspace_id":"` + home + `",` + greeting + `}`:                     "400 AB01 workspace_id",
		`{"collection_id":"co-ours",` + greeting + `}`:                                                              "400 AB01 name",
		`{"name":"x","collection_id":"co-ours","patch":true,` + greeting + `}`:                                      "400 AB01 patch",
		`{"name":"x","collection_id":"co-ours","string":"Hi","parameters":null,"model":"m","virtual_key":"openai"}`: "400 AB01 parameters",
	} {
		var status int
		var code, param string
		_, _ = fmt.Sscanf(want, "%d %s %s", &status, &code, &param)
		a.refused("POST", "/prompts", body, status, code, param)
	}
	confined := a.as(a.AddKey(emulator.Key{WorkspaceID: foreign}))
	confined.refused("POST", "/prompts", `{"name":"x","collection_id":"co-ours",`+greeting+`}`, http.StatusForbidden, "AB03", "")
}

// Content creates a version that is not the default until it is made so, by its number.
func TestPrompt_versions(t *testing.T) {
	t.Parallel()
	a, _, one := prompted(t)
	first := a.ok("GET", one, "")
	whole := `{"string":"Bye","parameters":{},"model":"gpt-4o-mini","virtual_key":"11111111-1111-4111-8111-111111111111","is_raw_template":1,"version_description":"Shorter"}`
	made := a.ok("PUT", one, whole)
	same(t, "the answer", keysOf(made), `"id,prompt_version_id,slug"`)
	same(t, "the default one", a.ok("GET", one, "")["prompt_version_id"], fmt.Sprintf("%q", first["prompt_version_id"]))
	latest := a.ok("GET", one+"?version=latest", "")
	for field, want := range map[string]string{
		"string": `"Bye"`, "prompt_version": `2`, "virtual_key": `"openai"`, "parameters": `{"model":"gpt-4o-mini"}`, "is_raw_template": `1`,
		"prompt_version_description": `"Shorter"`, "prompt_version_id": fmt.Sprintf("%q", made["prompt_version_id"]),
	} {
		same(t, field, latest[field], want)
	}
	same(t, "by number", a.ok("GET", one+"?version=2", "")["string"], `"Bye"`)
	same(t, "the default", a.ok("GET", one+"?version=default", "")["string"], `"Hello {{name}}"`)
	same(t, "by id", a.ok("GET", one+"/versions/"+fmt.Sprint(made["prompt_version_id"]), "")["string"], `"Bye"`)

	rows := a.list(one + "/versions")
	if len(rows) != 2 || rows[0]["id"] != made["prompt_version_id"] || rows[0]["prompt_version"] != 2.0 || rows[0]["prompt_description"] != "Shorter" {
		t.Errorf("listed %v", rows)
	}
	a.ok("PUT", one, `{"string":"Patched","patch":true}`)
	patched := a.ok("GET", one+"?version=latest", "")
	same(t, "patched", []any{patched["string"], patched["model"], patched["prompt_version"]}, `["Patched","gpt-4o-mini",3]`)

	for _, body := range []string{`{"version":"` + fmt.Sprint(made["prompt_version_id"]) + `"}`, `{"version":2.5}`, `{}`} {
		a.refused("PUT", one+"/makeDefault", body, http.StatusBadRequest, "AB01", "version")
	}
	a.refused("PUT", one+"/makeDefault", `{"version":4}`, http.StatusNotFound, "AB08", "")
	a.refused("PUT", one+"/publish", `{"version":2}`, http.StatusNotFound, "AB08", "")
	a.refused("GET", one+"?version=4", "", http.StatusNotFound, "AB08", "")
	a.refused("GET", one+"?version=newest", "", http.StatusBadRequest, "AB01", "version")
	a.refused("GET", one+"/versions/none", "", http.StatusNotFound, "AB08", "")
	if got := a.ok("PUT", one+"/makeDefault", `{"version":2}`); len(got) != 0 {
		t.Errorf("answered %v", got)
	}
	same(t, "published", a.ok("GET", one, "")["prompt_version"], `2`)
	b := a.as(a.AddKey(emulator.Key{Scopes: []string{"prompts.update", "prompts.read"}}))
	b.refused("PUT", one+"/makeDefault", `{"version":1}`, http.StatusForbidden, "AB03", "")
	b.ok("GET", one+"/versions", "")
}

func TestPrompt_update(t *testing.T) {
	t.Parallel()
	a, home, one := prompted(t)
	slug := slugOf(a.ok("GET", one, ""))
	for _, body := range []string{
		`{"name":"Welcome"}`, `{"name":"Welcome","parameters":null}`, `{"collection_id":"co-other"}`, `{"version_description":"Alone"}`,
		`{"prompt_metadata":{"a":1}}`, `{}`,
	} {
		if got := a.ok("PUT", one, body); len(got) != 0 {
			t.Errorf("%s: %v", body, got)
		}
	}
	got := a.ok("GET", one, "")
	other := a.Held(emulator.Collections, home)[2].ID
	same(t, "after all that", []any{got["name"], got["slug"], got["collection_id"], got["prompt_version"], got["prompt_version_description"], got["parameters"]},
		fmt.Sprintf(`["Welcome",%q,%q,1,null,{"model":"gpt-4o","temperature":0.5}]`, slug, other))
	if listed := a.list("/prompts?collection_id=co-other&search=welc"); len(listed) != 1 || len(a.list("/prompts?collection_id=co-ours")) != 0 {
		t.Errorf("listed %v", listed)
	}
	foreign := a.create(`{"name":"Foreign"}`)
	a.Add(emulator.Collections, foreign, map[string]any{"slug": "co-foreign"})
	a.refused("PUT", one, `{"collection_id":"co-foreign"}`, http.StatusNotFound, "AB08", "")
	for body, param := range map[string]string{
		`{"string":"Bye"}`: "parameters", `{"virtual_key":"openai"}`: "string", `{"template_metadata":{}}`: "template_metadata",
		`{"string":"Bye","parameters":{},"model":"gpt-4o","virtual_key":"openai"}`:                        "is_raw_template",
		`{"string":"Bye","parameters":{},"model":"gpt-4o","virtual_key":"none","is_raw_template":0}`:      "virtual_key",
		`{"string":"Bye","parameters":{},"model":"gpt-4o","virtual_key":"openai","is_raw_template":true}`: "is_raw_template",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	if got := a.Versions(emulator.Prompts, slug); len(got) != 1 {
		t.Errorf("versions %v", got)
	}
}

// Reads may be behind a version and its publication, and so may the list of versions.
func TestPrompt_stale(t *testing.T) {
	t.Parallel()
	a, _, one := prompted(t)
	a.Advance(time.Minute)
	a.ok("PUT", one, `{"string":"Bye","patch":true}`)
	a.ok("PUT", one+"/makeDefault", `{"version":2}`)
	a.Advance(time.Second)
	a.SetStale(30 * time.Second)
	if got := a.ok("GET", one, ""); got["prompt_version"] != 1.0 || len(a.list(one+"/versions")) != 1 {
		t.Errorf("a stale read: %v", got)
	}
	a.SetStale(0)
	same(t, "later", a.ok("GET", one, "")["prompt_version"], `2`)
}

// A person publishes what is edited, unless a draft is asked for.
func TestPrompt_behind(t *testing.T) {
	t.Parallel()
	a, home, one := prompted(t)
	slug := strings.TrimPrefix(one, "/prompts/")
	a.Edit(emulator.Prompts, slug, map[string]any{"string": "Theirs"})
	if draft := a.AddVersion(emulator.Prompts, slug, map[string]any{"string": "Draft"}); draft != 3 {
		t.Errorf("the draft is version %d", draft)
	}
	a.Edit(emulator.Prompts, slug, map[string]any{"name": "Renamed"})
	all := a.Versions(emulator.Prompts, slug)
	if len(all) != 3 || !all[1].Default || all[2].Fields["string"] != "Draft" || all[2].Fields["model"] != "gpt-4o" || all[0].LabelID != "" {
		t.Errorf("versions %+v", all)
	}
	a.Publish(emulator.Prompts, slug, 3)
	same(t, "published", a.ok("GET", one, "")["string"], `"Draft"`)
	added := a.ok("GET", "/prompts/"+a.Add(emulator.Prompts, home, nil), "")
	same(t, "added", []any{added["string"], added["collection_id"]}, fmt.Sprintf(`["Hello",%q]`, a.Held(emulator.Collections, home)[0].ID))
	a.SetAnswers(emulator.Answers{BareArrays: true})
	if got := a.call("GET", one+"/versions", ""); !strings.HasPrefix(got.text, "[") {
		t.Errorf("got %s", got.text)
	}
}
