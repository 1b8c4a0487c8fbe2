package prompt_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What means the same as what is there is no change: spelling of JSON, the model inside the
// parameters, empty and unset, and the two forms of a reference.
func TestResource_spelling(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	messages := `[{"role":"user","content":[{"type":"text","text":"Hi"}]}]`
	m := env.Create(t, address, with("template", messages, "parameters", `{"temperature":0.5,"max_tokens":10}`, "tools", `[{"type":"function","function":{"name":"a"}}]`))
	same := with(
		"template", "[\n  { \"content\": [{\"text\": \"Hi\", \"type\": \"text\"}], \"role\": \"user\" }\n]\n",
		"parameters", `{ "max_tokens": 10.0, "temperature": 5e-1, "model": "gpt-4o" }`, "tools", `[ {"function": {"name": "a"}, "type": "function"} ]`,
		"tool_choice", "", "functions", "[]", "provider_id", providerID, "collection_id", env.API.Held(emulator.Collections, home.ID)[1].ID,
	)
	m.Apply(same)
	m.WantPuts()
	m.WantState(same)
	m.WantEmptyPlan(same)

	// A text is what it is, to the last blank.
	m.Apply(with("template", "Hi "))
	m.WantEmptyPlan(with("template", "Hi "))
	if p := m.Plan(with("template", "Hi")); p.Action != harness.Update {
		t.Errorf("plans %s", p.Action)
	}
}

// What is removed is cleared, and what is sent is what the configuration has.
func TestResource_clears(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	m := env.Create(t, address, with("parameters", `{"temperature":1}`, "tools", `[{"type":"function"}]`, "tool_choice", `"auto"`, "functions", `[{"name":"a"}]`))
	m.Apply(with("tool_choice", `{"type":"function"}`))
	m.WantPuts(`{
		"string": "Refund {{amount}}?", "model": "gpt-4o", "virtual_key": "openai", "parameters": {}, "is_raw_template": 0,
		"tools": null, "tool_choice": {"type": "function"}, "functions": null
	}`, `{"version": 2}`)
	m.WantEmptyPlan(with("tool_choice", `{"type":"function"}`))
	m.Apply(with())
	wantVersions(t, env, 3, 3)
	m.WantState(attrs{"parameters": nil, "tools": nil, "tool_choice": nil, "functions": nil})
}

// A prompt is moved to another collection of its workspace, and keeps its slug and its
// version; another workspace is another prompt.
func TestResource_moves(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, with())
	slug, collections := only(t, env).Slug, env.API.Held(emulator.Collections, home.ID)
	m.Apply(with("collection_id", "co-other-000001"))
	m.WantPuts(`{"collection_id": "co-other-000001"}`)
	m.WantState(attrs{"slug": slug, "version": 1, "collection_id": "co-other-000001"})
	m.Apply(with("collection_id", collections[2].ID))
	m.WantPuts()
	m.WantEmptyPlan(with("collection_id", collections[2].ID))
	if got := only(t, env).Fields["collection_id"]; got != collections[2].ID {
		t.Errorf("it is in %v", got)
	}
	if p := m.Plan(with("collection_id", harness.Unknown)); p.Action != harness.Update {
		t.Errorf("a collection that is not known yet plans %s", p.Action)
	}
	foreign := env.API.AddWorkspace(attrs{"name": "Foreign"})
	env.API.Add(emulator.Collections, foreign.ID, attrs{"slug": "co-foreign-000001"})
	if p := m.Plan(with("collection_id", "co-foreign-000001")); p.Action != harness.Replace {
		t.Errorf("a collection of another workspace plans %s", p.Action)
	}
	_, diags := m.Driver.Plan(address, with("collection_id", "co-nowhere-000001"))
	harness.WantError(t, diags, "collection_id", "Cannot update prompt", "No prompt collection", "co-nowhere-000001")

	// A control plane that accepts the move and does not do it.
	env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: http.StatusOK, Body: `{}`, Times: 1})
	diags = m.Driver.Apply(m.Plan(with()))
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "collection_id", "may not have been moved", collection)
}

func TestResource_rejected(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	for _, c := range []struct {
		config    attrs
		attribute string
		words     []string
	}{
		{with("collection_id", "co-nowhere-000001"), "collection_id", []string{"Cannot create prompt", "No prompt collection", "404 AB08"}},
		{with("collection_id", "no path"), "collection_id", []string{"Cannot create prompt", "No prompt collection"}},
		{with("provider_id", "nowhere"), "provider_id", []string{"Cannot create prompt", "has no provider", "Nothing was created", "400 AB01"}},
	} {
		_, diags := d.Converge(address, c.config)
		harness.WantError(t, diags, c.attribute, c.words...)
	}
	if all := env.API.All(emulator.Prompts); len(all) > 0 {
		t.Errorf("there are %d prompts", len(all))
	}
	m := env.Create(t, address, with())
	harness.WantError(t, m.Driver.Apply(m.Plan(with("provider_id", "nowhere"))), "provider_id", "Cannot update prompt", "has no provider", "Nothing was changed")
	env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: 400, Body: `{"success":false,"data":{"message":"no","errorCode":"AB01","error_details":{"param":"string"}}}`, Times: 1})
	harness.WantError(t, m.Driver.Apply(m.Plan(with("template", "Bye"))), "template", "Cannot update prompt", "Nothing was changed")
	wantVersions(t, env, 1, 1)
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	for _, c := range []struct {
		attribute, value, words string
	}{
		{"parameters", "[]", "not a JSON object"}, {"parameters", "{", "not a JSON object"}, {"tools", "{}", "not a JSON list"},
		{"functions", "x", "not a JSON list"}, {"tool_choice", "auto", "not JSON"}, {"template", " ", "blank"}, {"name", " x", "white space"},
		{"parameters", `{"model":"gpt-3"}`, `the model "gpt-3"`},
	} {
		_, diags := d.Plan(address, with(c.attribute, c.value))
		harness.WantError(t, diags, c.attribute, c.words)
	}
	_, diags := d.Plan(address, with("parameters", `{"model":"gpt-4o"}`))
	harness.NoErrors(t, diags)
	_, diags = d.Plan(address, with("parameters", `{"model":"gpt-4o"}`, "model", harness.Unknown))
	harness.NoErrors(t, diags)
}

// The plan of a create warns of a name that is taken in the workspace of its collection.
func TestResource_planTakenName(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	env.Create(t, address, with())
	foreign := env.API.AddWorkspace(attrs{"name": "Foreign"})
	env.API.Add(emulator.Collections, foreign.ID, attrs{"slug": "co-foreign-000001"})
	for name, test := range map[string]struct {
		config attrs
		warns  bool
	}{
		"the same collection":          {with(), true},
		"another one of the workspace": {with("collection_id", "co-other-000001"), true},
		"another workspace":            {with("collection_id", "co-foreign-000001"), false},
		"no collection":                {with("collection_id", "co-nowhere-000001"), false},
		"a collection to be created":   {with("collection_id", harness.Unknown), false},
		"another name":                 {with("name", "Other"), false},
		"duplicates allowed":           {with("allow_duplicate_name", true), false},
	} {
		_, diags := env.Driver(t).Plan(address, test.config)
		if !test.warns && len(diags) > 0 {
			t.Errorf("%s: warns of\n%s", name, diags)
		}
		if test.warns {
			harness.WantOne(t, diags, "name", `A prompt named "Refund" already exists`, fmt.Sprintf("id = %q", only(t, env).Slug))
		}
	}
}

// Older control planes do not return the workspace: it is that of the collection, and what
// was deleted is still proven to be.
func TestResource_withoutOwner(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{Sparse: true}))
	m := env.Create(t, address, with())
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantEmptyPlan(with())
	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	env.API.Drop(emulator.Prompts, only(t, env).ID)
	if p := m.Plan(with()); p.Action != harness.Create {
		t.Errorf("plans %s", p.Action)
	}
}
