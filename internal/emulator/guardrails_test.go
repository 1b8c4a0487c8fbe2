package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// guardrail creates a guardrail through the API and returns what its read answers.
func (a *api) guardrail(fields string) map[string]any {
	a.t.Helper()
	made := a.ok("POST", "/guardrails", `{"name":"PII","checks":[{"id":"default.contains"}],"actions":{}`+fields+`}`)
	return a.ok("GET", fmt.Sprint("/guardrails/", made["id"]), "")
}

// What a create names decides where a guardrail is: organisation_id is never read
// (vendor's changelog).
func TestGuardrail_scope(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Ours"}`)
	everywhere := a.guardrail(`,"organisation_id":"x"`)
	same(t, "workspace_id", everywhere["workspace_id"], `""`)
	same(t, "target", everywhere["target"], `"llm"`)
	inside := a.guardrail(fmt.Sprintf(`,"workspace_id":%q,"target":"mcp_tools"`, a.Workspaces()[1].Slug))
	same(t, "workspace_id", inside["workspace_id"], toJSON(t, home))
	same(t, "target", inside["target"], `"mcp_tools"`)
	if got := a.list("/guardrails"); len(got) != 1 || got[0]["id"] != everywhere["id"] {
		t.Errorf("listed: %v", got)
	}
	for _, name := range []string{"checks", "actions", "version_id"} {
		if _, has := a.list("/guardrails")[0][name]; has || everywhere[name] == nil {
			t.Errorf("%s: in an item %v, in a read %v", name, has, everywhere[name])
		}
	}
	if got := a.list(fmt.Sprint("/guardrails?ids=x,", everywhere["id"])); len(got) != 1 {
		t.Errorf("by ids: %v", got)
	}
	a.SetAnswers(emulator.Answers{FiltersIgnored: true})
	if got := a.list("/guardrails"); len(got) != 2 {
		t.Errorf("listed without filters: %v", got)
	}

	a.SetAnswers(emulator.Answers{NewerGuardrails: true})
	same(t, "newer", a.ok("GET", fmt.Sprint("/guardrails/", everywhere["id"]), "")["workspace_id"], `null`)
	if _, has := a.list("/guardrails")[0]["workspace_id"]; has {
		t.Error("a newer item has a workspace")
	}
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home}))
	same(t, "by the key of a workspace", b.guardrail("")["workspace_id"], toJSON(t, home))
	b.refused("GET", fmt.Sprint("/guardrails/", everywhere["id"]), "", http.StatusForbidden, "AB03", "")
}

// Those of the organisation have scopes of their own.
func TestGuardrail_scopesOfTheOrganisation(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Ours"}`)
	const body = `{"name":"PII","checks":[{"id":"default.contains"}],"actions":{}`
	one := fmt.Sprint("/guardrails/", a.guardrail("")["slug"])
	key := a.AddKey(emulator.Key{Scopes: []string{"guardrails.create", "guardrails.update"}})
	a.as(key).refused("POST", "/guardrails", body+`}`, http.StatusForbidden, "AB03", "")
	a.as(key).refused("PUT", one, `{"name":"x"}`, http.StatusForbidden, "AB03", "")
	a.SetScopes(key, "organisation_guardrails.create", "organisation_guardrails.update")
	a.as(key).refused("POST", "/guardrails", body+fmt.Sprintf(`,"workspace_id":%q}`, home), http.StatusForbidden, "AB03", "")
	a.as(key).ok("POST", "/guardrails", body+`}`)
	a.as(key).ok("PUT", one, `{"name":"x"}`)
	a.SetScopes(key, "organisation_guardrails.list")
	a.as(key).refused("GET", "/guardrails?workspace_id="+home, "", http.StatusForbidden, "AB03", "")
	if got := a.as(key).list("/guardrails"); len(got) != 2 {
		t.Errorf("listed: %v", got)
	}
}

// What was written comes back in another form.
func TestGuardrail_filledIn(t *testing.T) {
	t.Parallel()
	a := start(t)
	const checks = `,"checks":[{"id":"x.new","is_enabled":true,"name":"label","shade":1,"parameters":{"deep":{"a":[1.0]}}},{"id":"default.contains","is_enabled":false}]`
	for _, c := range []struct {
		answers         emulator.Answers
		checks, actions string
	}{
		{
			emulator.Answers{},
			`[{"id":"x.new","name":"label","parameters":{"deep":{"a":[1]}},"shade":1},{"id":"default.contains","is_enabled":false}]`,
			`{"async":false,"deny":true,"onFail":"block","sequential":false}`,
		},
		{
			emulator.Answers{PlainGuardrails: true},
			`[{"id":"x.new","is_enabled":true,"name":"label","parameters":{"deep":{"a":[1]}},"shade":1},{"id":"default.contains","is_enabled":false}]`,
			`{"deny":true,"onFail":"block"}`,
		},
		{
			emulator.Answers{FilledGuardrails: true},
			`[{"id":"x.new","is_enabled":true,"name":"label","parameters":{"deep":{"a":[1]},"timeout":5000},"shade":1},
				{"id":"default.contains","is_enabled":false,"parameters":{"not":false}}]`,
			`{"async":false,"deny":true,"onFail":"block","sequential":false,
				"on_success":{"feedback":{"metadata":"","value":5,"weight":1}},"on_fail":{"feedback":{"metadata":"","value":-5,"weight":1}}}`,
		},
	} {
		a.SetAnswers(c.answers)
		got := a.guardrail(checks + `,"actions":{"deny":true,"onFail":"block"}`)
		same(t, "checks", got["checks"], c.checks)
		same(t, "actions", got["actions"], c.actions)
	}
}

// A write is partial, and replaces the checks and actions that it has.
func TestGuardrail_update(t *testing.T) {
	t.Parallel()
	a := start(t)
	before := a.guardrail(`,"actions":{"deny":true,"extra":1}`)
	one := fmt.Sprint("/guardrails/", before["id"])
	renamed := a.ok("PUT", one, `{"name":"Renamed"}`)
	same(t, "version after a name", renamed["version_id"], toJSON(t, before["version_id"]))
	if got := a.ok("PUT", one, `{"actions":{}}`); got["version_id"] == before["version_id"] {
		t.Error("other actions are the same version")
	}
	after := a.ok("GET", one, "")
	same(t, "name", after["name"], `"Renamed"`)
	same(t, "checks", after["checks"], toJSON(t, before["checks"]))
	same(t, "actions", after["actions"], `{"async":false,"deny":false,"sequential":false}`)
	for _, body := range []string{
		`{"checks":[]}`, `{"checks":[{}]}`, `{"checks":[{"id":"x","is_enabled":"no"}]}`, `{"actions":{"deny":1}}`, `{"actions":null}`, `{"checks":null}`,
		`{"checks":[{"id":"default.webhook","parameters":{"forwardHeaders":["Authorization"]}}]}`, `{"checks":[{"id":"x","parameters":[]}]}`, `{"target":"llm"}`,
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", "")
	}
	same(t, "after all that", a.ok("GET", one, ""), toJSON(t, after))
	a.SetAnswers(emulator.Answers{Sparse: true})
	same(t, "sparse", a.ok("GET", one, "")["version_id"], `""`)
}

func TestGuardrail_deleted(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Ours"}`)
	one := fmt.Sprint("/guardrails/", a.guardrail("")["slug"])
	a.config(home, "Checked", fmt.Sprintf(`{"targets":[{"input_guardrails":[%q]}]}`, one[len("/guardrails/"):]))
	a.refused("DELETE", one, "", http.StatusBadRequest, "AB01", "")
	a.ok("DELETE", "/configs/"+slugOf(a.list("/configs")[0]), "")
	a.ok("DELETE", one, "")
	a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs404})
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{DeletedAsArchived: true})
	same(t, "status", a.ok("GET", one, "")["status"], `"archived"`)
	same(t, "listed", a.list("/guardrails"), `[]`)
}
