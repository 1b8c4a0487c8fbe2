package guardrail_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_guardrail.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// secret is a header of a webhook, which nothing but the state may show.
const secret = "webhook-token-4f9a77c1"

// start starts an API with the workspace that a guardrail lies in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// own is the configuration of a guardrail of the organisation, with pairs of a name and a
// value laid over it; a value of nil removes.
func own(more ...any) attrs {
	config := attrs{"name": "No secrets", "scope": "organisation", "checks": contains("none", "secret"), "actions": attrs{"deny": true}}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
		if more[i+1] == nil {
			delete(config, more[i].(string))
		}
	}
	return config
}

// in is the configuration of one in a workspace.
func in(workspace any, more ...any) attrs {
	return own(append([]any{"scope", "workspace", "workspace_id", workspace}, more...)...)
}

// contains is a check for words.
func contains(operator string, words ...string) []any {
	return []any{attrs{"id": "default.contains", "parameters": fmt.Sprintf(`{"operator":%q,"words":["%s"]}`, operator, strings.Join(words, `","`))}}
}

// webhook is a check with a secret.
func webhook(more string) []any {
	return []any{attrs{"id": "default.webhook", "parameters": `{"headers":{"Authorization":"` + secret + `"},"webhookURL":"https://hooks.example.com"` + more + `}`}}
}

// only is the one guardrail that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Guardrails)
	if len(all) != 1 {
		t.Fatalf("there are %d guardrails, want 1", len(all))
	}
	return all[0]
}

// What a create sends decides where a guardrail is.
func TestResource_create(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	const checks = `"checks":[{"id":"default.contains","parameters":{"operator":"none","words":["secret"]}}]`
	const actions = `"actions":{"async":false,"deny":true,"sequential":false}`
	for name, c := range map[string]struct {
		config attrs
		want   string
	}{
		"the organisation's": {own(), `{"name":"No secrets",` + checks + `,` + actions + `}`},
		"a workspace's":      {in(home.Slug), `{"name":"No secrets","workspace_id":"` + home.ID + `",` + checks + `,` + actions + `}`},
		"everything": {
			in(home.ID, "name", "All", "target", "mcp_tools", "actions", attrs{
				"sequential": true, "on_success": attrs{"feedback": attrs{"value": 3, "weight": 0.5, "metadata": `{"team":"risk"}`}}, "extra": `{"onFail":"block"}`,
			}, "checks", []any{attrs{"id": "default.webhook", "name": "Ours", "is_enabled": false, "parameters": `{"webhookURL":"https://hooks.example.com"}`}}),
			`{"name":"All","workspace_id":"` + home.ID + `","target":"mcp_tools",` +
				`"checks":[{"id":"default.webhook","is_enabled":false,"name":"Ours","parameters":{"webhookURL":"https://hooks.example.com"}}],` +
				`"actions":{"async":false,"deny":false,"onFail":"block","on_success":{"feedback":{"metadata":{"team":"risk"},"value":3,"weight":0.5}},"sequential":true}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := env.Manage(t, address)
			m.Apply(c.config)
			if sent := env.API.Bodies(http.MethodPost, "/guardrails"); len(sent) != 1 || sent[0] != c.want {
				t.Errorf("sent %s, want %s", sent, c.want)
			}
			m.WantState(c.config)
			m.WantEmptyPlan(c.config)
		})
	}
}

// Without a workspace Portkey would create a guardrail of the whole organisation.
func TestResource_withoutWorkspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := in(nil)
	_, diags := env.Driver(t).Plan(address, config)
	harness.WantError(t, diags, "workspace_id", "Cannot create guardrail", "Set workspace_id", `scope = "organisation"`)
	harness.WantUntouched(t, env, true)
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Create(t, address, config)
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantEmptyPlan(config)
	m.WantEmptyPlan(in(home.ID))
}

// The key of a workspace creates guardrails of that workspace alone.
func TestResource_organisationsByTheKeyOfAWorkspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Manage(t, address)
	_, diags := m.Driver.Converge(address, own())
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "scope", "not the organisation's", home.ID)
	if p := m.Plan(own()); p.Action != harness.Replace {
		t.Errorf("the next plan is %s", p.Action)
	}
}

// What the server fills in is no difference, and nor is another spelling.
func TestResource_filledIn(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"as it is seen": {}, "as it was sent": {PlainGuardrails: true}, "with all defaults": {FilledGuardrails: true}, "newer": {NewerGuardrails: true}, "sparse": {Sparse: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t, emulator.WithAnswers(answers))
			for _, config := range []attrs{
				own("actions", attrs{}), in(home.ID), in(home.ID, "name", "Odd", "checks", []any{
					attrs{"id": "example.new", "is_enabled": true, "parameters": `{ "b": 1.0, "a": {"c": [] } }`}, attrs{"id": "portkey.gibberish"},
					attrs{"id": "default.wordCount", "parameters": `{"not": false, "maxWords": 10}`},
				}, "actions", attrs{"deny": false, "on_fail": attrs{"feedback": attrs{"weight": 1}}}),
			} {
				m := env.Create(t, address, config)
				m.WantState(config)
				m.WantEmptyPlan(config)
				m.Apply(laid(config, "name", fmt.Sprint("Renamed ", config["name"])))
				m.WantPuts(fmt.Sprintf(`{"name": "Renamed %s"}`, config["name"]))
			}
		})
	}
}

func laid(config attrs, name string, value any) attrs {
	over := attrs{name: value}
	for key, one := range config {
		if key != name {
			over[key] = one
		}
	}
	return over
}

// What the server loses or changes is a difference.
func TestResource_drift(t *testing.T) {
	t.Parallel()
	of := func(parameters attrs, more ...any) attrs {
		one := attrs{"id": "default.contains", "parameters": parameters}
		for i := 0; i < len(more); i += 2 {
			one[more[i].(string)] = more[i+1]
		}
		return attrs{"checks": []any{one}}
	}
	usual := attrs{"operator": "none", "words": []string{"secret"}}
	for name, c := range map[string]struct {
		edit   attrs
		differ bool
	}{
		"another value":           {of(attrs{"operator": "all", "words": []string{"secret"}}), true},
		"another element":         {of(attrs{"operator": "none", "words": []string{"secret", "key"}}), true},
		"a lost parameter":        {of(attrs{"words": []string{"secret"}}), true},
		"no parameters":           {of(attrs{}), true},
		"a label":                 {of(usual, "name", "theirs"), true},
		"disabled":                {of(usual, "is_enabled", false), true},
		"enabled":                 {of(usual, "is_enabled", true), false},
		"an inverted check":       {attrs{"checks": []any{attrs{"id": "default.contains", "parameters": usual}}, "actions": attrs{"deny": true, "async": true}}, true},
		"completed":               {of(attrs{"operator": "none", "words": []string{"secret"}, "more": 1}), false},
		"another check":           {attrs{"checks": []any{attrs{"id": "default.contains", "parameters": usual}, attrs{"id": "default.log"}}}, true},
		"a denial":                {attrs{"actions": attrs{"deny": false}}, true},
		"a feedback":              {attrs{"actions": attrs{"deny": true, "on_fail": attrs{"feedback": attrs{"value": -9}}}}, true},
		"the default feedback":    {attrs{"actions": attrs{"deny": true, "on_fail": attrs{"feedback": attrs{"value": -5, "metadata": ""}}}}, false},
		"another key of actions":  {attrs{"actions": attrs{"deny": true, "message": "theirs"}}, false},
		"another key of a check":  {of(usual, "severity", 3), false},
		"a verdict without value": {attrs{"actions": attrs{"deny": true, "on_fail": nil}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID))
			env.API.Advance(time.Minute)
			env.API.Edit(emulator.Guardrails, only(t, env).ID, c.edit)
			p := m.Plan(in(home.ID))
			if differs := p.Action != harness.NoOp; differs != c.differ {
				t.Fatalf("the plan is %s: %v", p.Action, p.Before)
			}
			m.Apply(in(home.ID))
			m.WantEmptyPlan(in(home.ID))
		})
	}
}

// A parameter that inverts a check is no completion of it.
func TestResource_invertedOutside(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := in(home.ID, "checks", []any{attrs{"id": "default.wordCount", "parameters": `{"maxWords":10}`}})
	m := env.Create(t, address, config)
	env.API.Advance(time.Minute)
	env.API.Edit(emulator.Guardrails, only(t, env).ID, attrs{"checks": []any{attrs{"id": "default.wordCount", "parameters": attrs{"maxWords": 10, "not": true}}}})
	m.Apply(config)
	m.WantPuts(`{"checks": [{"id": "default.wordCount", "parameters": {"maxWords": 10}}]}`)
}

// Checks and actions are replaced as a whole: what somebody else has in them beyond the
// attributes is sent back.
func TestResource_keepsWhatItDoesNotManage(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	env.API.Advance(time.Minute)
	env.API.Edit(emulator.Guardrails, only(t, env).ID, attrs{
		"checks":  []any{attrs{"id": "default.contains", "severity": 3, "parameters": attrs{"operator": "none", "words": []string{"secret"}}}},
		"actions": attrs{"deny": true, "message": "theirs"},
	})
	m.Apply(in(home.ID, "checks", contains("none", "key"), "actions", attrs{"async": true}))
	m.WantPuts(`{"checks": [{"id": "default.contains", "severity": 3, "parameters": {"operator": "none", "words": ["key"]}}],
		"actions": {"deny": false, "async": true, "sequential": false, "message": "theirs"}}`)
}

// Each change, by what the update sends of it.
func TestResource_update(t *testing.T) {
	t.Parallel()
	const usual = `"deny":true,"async":false,"sequential":false`
	extra := func(text string) attrs { return attrs{"deny": true, "extra": text} }
	for name, c := range map[string]struct {
		from, to []any
		puts     []string
	}{
		"parameters":      {nil, []any{"checks", contains("all", "key")}, []string{`{"checks":[{"id":"default.contains","parameters":{"operator":"all","words":["key"]}}]}`}},
		"spelling":        {nil, []any{"checks", []any{attrs{"id": "default.contains", "parameters": `{ "words": ["secret"], "operator":"none" }`}}}, nil},
		"no actions":      {nil, []any{"actions", attrs{}}, []string{`{"actions":{"deny":false,"async":false,"sequential":false}}`}},
		"actions, said":   {nil, []any{"actions", attrs{"deny": true, "async": false, "on_fail": attrs{"feedback": attrs{"value": -5}}}}, nil},
		"extra":           {nil, []any{"actions", extra(`{"message":"no"}`)}, []string{`{"actions":{` + usual + `,"message":"no"}}`}},
		"no extra":        {[]any{"actions", extra(`{"message":"no"}`)}, []any{"actions", attrs{"deny": true}}, []string{`{"actions":{` + usual + `}}`}},
		"a word of extra": {[]any{"actions", extra(`{"a":1,"b":2}`)}, []any{"actions", extra(`{"b":2}`)}, []string{`{"actions":{` + usual + `,"b":2}}`}},
		"said target":     {nil, []any{"target", "llm"}, nil},
		"duplicates":      {nil, []any{"allow_duplicate_name", true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID, c.from...))
			m.Apply(in(home.ID, c.to...))
			m.WantPuts(c.puts...)
			m.WantEmptyPlan(in(home.ID, c.to...))
		})
	}
}

// A spelling that Portkey takes for the same does not show in a plan.
func TestResource_planSpelling(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID, "actions", attrs{"extra": `{"a":1,"b":2}`}))
	m.WantEmptyPlan(in(home.ID, "actions", attrs{"extra": `{ "b": 2.0, "a": 1 }`}, "checks", []any{attrs{"id": "default.contains", "parameters": `{"words":[ "secret" ], "operator":"none"}`}}))
}

// What can't be changed is replaced.
func TestResource_replace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	m := env.Create(t, address, in(home.ID))
	for name, config := range map[string]attrs{
		"scope": own(), "workspace": in(other.ID), "target": in(home.ID, "target", "mcp_tools"), "unknown": in(harness.Unknown),
	} {
		if p := m.Plan(config); p.Action != harness.Replace {
			t.Errorf("%s: plans %s", name, p.Action)
		}
	}
	m.Apply(own())
	m.WantState(attrs{"scope": "organisation", "workspace_id": nil})
	if got := only(t, env); got.WorkspaceID != "" {
		t.Errorf("it is in %s", got.WorkspaceID)
	}
	m.WantEmptyPlan(own())
}

// A name is taken in its workspace, or in the organisation, alone.
func TestResource_takenName(t *testing.T) {
	t.Parallel()
	for _, ignored := range []bool{false, true} {
		env, home := start(t, emulator.WithAnswers(emulator.Answers{FiltersIgnored: ignored}))
		env.API.Add(emulator.Guardrails, home.ID, attrs{"name": "No secrets"})
		there := only(t, env)
		d := env.Driver(t)
		_, diags := d.Plan(address, in(home.Slug))
		harness.WantOne(t, diags, "name", `A guardrail named "No secrets" already exists`, there.ID)
		_, diags = d.Converge(address, in(home.ID))
		harness.WantError(t, diags, "name", "Cannot create guardrail", there.ID)
		_, diags = d.Converge("portkey_guardrail.own", own())
		harness.NoErrors(t, diags)
		_, diags = d.Converge("portkey_guardrail.renamed", own("name", "Other"))
		harness.NoErrors(t, diags)
		_, diags = d.Converge("portkey_guardrail.renamed", own())
		harness.WantError(t, diags, "name", "Cannot update guardrail", "No secrets", "allow_duplicate_name = true")
		_, diags = d.Converge("portkey_guardrail.renamed", own("allow_duplicate_name", true))
		harness.NoErrors(t, diags)
	}
}

// What keeps a guardrail from being deleted is said, as far as the key may see it.
func TestResource_deleteInUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config, defaults bool
		scopes           []string
		words            []string
	}{
		"by a config":            {config: true, words: []string{"400 AB01", `config "Guarded" (`, "Nothing was deleted"}},
		"by defaults":            {defaults: true, words: []string{"400 AB01", `the defaults of workspace "Production" (`, "Nothing was deleted"}},
		"by both":                {config: true, defaults: true, words: []string{`config "Guarded" (`, `the defaults of workspace "Production" (`}},
		"by what is not visible": {config: true, scopes: []string{"guardrails.read", "guardrails.delete"}, words: []string{"400 AB01", "by something that is not visible to this API key"}},
		"by one that is not":     {config: true, defaults: true, scopes: []string{"guardrails.read", "guardrails.delete", "workspaces.read"}, words: []string{"the defaults of", "There may be more"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID))
			guardrail := only(t, env)
			if c.config {
				env.API.Add(emulator.Configs, home.ID, attrs{"name": "Guarded", "config": attrs{"input_guardrails": []string{guardrail.Slug}}})
			}
			if c.defaults {
				env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"input_guardrails": []string{guardrail.ID}}})
			}
			if c.scopes != nil {
				env.API.SetScopes(env.Key, c.scopes...)
			}
			harness.WantError(t, m.Driver.Destroy(address), "", append(c.words, "Cannot destroy guardrail")...)
			m.WantState(attrs{"id": only(t, env).ID})
		})
	}
}

// A guardrail of the organisation that was deleted is proven to be if another one shows
// that the key would see it; one that the key may not see stays.
func TestResource_organisationsGone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		another bool
		scopes  []string
		answers emulator.Answers
		words   []string // none where it is proven
	}{
		"another one is there":    {another: true},
		"Portkey returns 404":     {answers: emulator.Answers{NotFound: emulator.NotFoundIs404}},
		"it is archived":          {answers: emulator.Answers{DeletedAsArchived: true}},
		"it was the only one":     {words: []string{"organisation_guardrails.list", "The state was left unchanged", "terraform state rm"}},
		"the key lacks the scope": {another: true, scopes: []string{"guardrails.read", "guardrails.list", "workspaces.read", "workspaces.list"}, words: []string{"organisation_guardrails.list"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, _ := start(t, emulator.WithAnswers(c.answers))
			m := env.Create(t, address, own())
			gone := only(t, env).ID
			if c.another {
				env.API.Add(emulator.Guardrails, "", attrs{"name": "Other"})
			}
			env.API.Advance(2 * time.Hour)
			env.API.Drop(emulator.Guardrails, gone)
			if c.scopes != nil {
				env.API.SetScopes(env.Key, c.scopes...)
			}
			m.Driver = env.Restart(t, m.Driver)
			if c.words != nil {
				harness.WantError(t, m.Driver.Refresh(address), "", append(c.words, "Cannot read guardrail")...)
				m.WantState(attrs{"id": gone})
				return
			}
			m.Refresh()
			if m.Driver.State(address) != nil {
				t.Error("it is still in the state")
			}
		})
	}
}

// A refusal is shown without the secrets of what it repeats.
func TestResource_refusedChecks(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	for _, method := range []string{http.MethodPost, http.MethodPut} {
		env.API.Fail(emulator.Fault{Method: method, Status: http.StatusBadRequest, Body: `{"message":"no ` + secret + `","errorCode":"AB01"}`, Times: 1})
	}
	_, created := m.Driver.Converge(address, in(home.ID, "checks", webhook("")))
	m.Apply(in(home.ID, "checks", webhook("")))
	_, updated := m.Driver.Converge(address, in(home.ID, "checks", webhook(`,"timeout":100`)))
	for verb, diags := range map[string]harness.Diagnostics{"create": created, "update": updated} {
		harness.WantError(t, diags, "", "Cannot "+verb+" guardrail", "400 AB01", "***")
		if strings.Contains(diags.String(), secret) {
			t.Errorf("%s: the error shows the secret:\n%s", verb, diags)
		}
	}
	m.WantState(in(home.ID, "checks", webhook("")))
}
