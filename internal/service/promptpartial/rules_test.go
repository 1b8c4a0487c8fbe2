package promptpartial_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const (
	address = "portkey_prompt_partial.test"
	home    = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
)

// start starts an API with the workspace that a partial lies in.
func start(t *testing.T, options ...emulator.Option) *harness.Env {
	t.Helper()
	env := harness.Start(t, options...)
	env.API.AddWorkspace(attrs{"id": home, "name": "Production"})
	return env
}

// with is the configuration of a partial, with pairs of a name and a value laid over it.
func with(more ...any) attrs {
	config := attrs{"name": "Rules", "workspace_id": home, "content": "Be kind"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one partial that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Partials)
	if len(all) != 1 {
		t.Fatalf("there are %d partials, want 1", len(all))
	}
	return all[0]
}

// wantVersions wants so many versions, one of which is the default one.
func wantVersions(t *testing.T, env *harness.Env, count, published int) {
	t.Helper()
	all := env.API.Versions(emulator.Partials, only(t, env).ID)
	if len(all) != count || !all[min(published, len(all))-1].Default {
		t.Errorf("versions %+v, want %d with %d published", all, count, published)
	}
}

// A change of the content is one version, which is published; other changes are none.
func TestResource_publishes(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with("version_description", "First"))
	m.WantState(attrs{"version": 1, "latest_version": 1, "workspace_id": home, "status": "active"})
	m.WantEmptyPlan(with("version_description", "First"))
	m.Apply(with("name", "Rule", "version_description", "Alone"))
	m.WantPuts(`{"name": "Rule"}`)
	m.Apply(with("name", "Rule", "version_description", "Shorter", "content", "Be brief"))
	m.WantPuts(`{"string": "Be brief", "version_description": "Shorter"}`, `{"version": 2}`)
	m.WantState(attrs{"version": 2, "latest_version": 2})
	wantVersions(t, env, 2, 2)
	m.WantEmptyPlan(with("name", "Rule", "version_description", "Shorter", "content", "Be brief"))
	all := env.API.Versions(emulator.Partials, only(t, env).ID)
	if all[0].Description != "First" || all[1].Description != "Shorter" || m.Driver.State(address)["version_id"] != all[1].ID {
		t.Errorf("versions %+v", all)
	}
}

// A partial that is not published follows its latest version, and is published once it is to
// be.
func TestResource_drafts(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with("publish", false))
	m.Apply(with("publish", false, "content", "Be brief"))
	m.WantPuts(`{"string": "Be brief"}`)
	m.WantState(attrs{"version": 1, "latest_version": 2})
	m.WantEmptyPlan(with("publish", false, "content", "Be brief"))

	env.API.AddVersion(emulator.Partials, only(t, env).ID, attrs{"string": "Theirs"})
	if p := m.Plan(with("publish", false, "content", "Be brief")); p.Action != harness.Update || p.Before["content"] != "Theirs" {
		t.Errorf("plans %s from %v", p.Action, p.Before)
	}
	m.Apply(with("content", "Theirs"))
	m.WantPuts(`{"version": 3}`)
	m.WantState(attrs{"version": 3, "latest_version": 3})
	m.WantEmptyPlan(with("content", "Theirs"))
	wantVersions(t, env, 3, 3)
}

// A version that somebody else publishes is drift, a draft is none.
func TestResource_publishedByOthers(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with())
	id := only(t, env).ID
	env.API.AddVersion(emulator.Partials, id, attrs{"string": "Draft"})
	m.WantEmptyPlan(with())
	env.API.Publish(emulator.Partials, id, 2)
	if p := m.Plan(with()); p.Action != harness.Update || p.Before["content"] != "Draft" {
		t.Errorf("plans %s from %v", p.Action, p.Before)
	}
	m.Apply(with())
	m.WantPuts(`{"string": "Be kind"}`, `{"version": 3}`)
	wantVersions(t, env, 3, 3)

	env.API.Edit(emulator.Partials, id, attrs{"string": "Theirs"})
	p := m.Plan(with("content", "Ours"), harness.WithoutRefresh)
	harness.WantError(t, m.Driver.Apply(p), "content", "Cannot update prompt partial", "Nothing was written", "changed content")
	p = m.Plan(with("name", "Renamed"), harness.WithoutRefresh)
	harness.NoErrors(t, m.Driver.Apply(p))
	wantVersions(t, env, 4, 4)
}

// Whichever request fails, and however often, the next apply converges, and there is one
// version for one change.
func TestResource_cutBetweenVersionAndDefault(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"no answer":  {When: emulator.After, Reset: true},
		"no request": {Reset: true},
		"failed":     {Status: http.StatusServiceUnavailable},
		"rejected":   {Status: http.StatusForbidden},
	} {
		for n := range 8 {
			for _, times := range []int{1, 0} {
				t.Run(fmt.Sprintf("%s, request %d, %d times", name, n, times), func(t *testing.T) {
					t.Parallel()
					env := start(t)
					m := env.Create(t, address, with())
					changed := with("name", "Rule", "content", "Be brief")
					p := m.Plan(changed)
					failing := fault
					failing.After, failing.Times = n, times
					remove := env.API.Fail(failing)
					diags := m.Driver.Apply(p)
					remove()
					m.Driver = env.Restart(t, m.Driver)
					m.Apply(changed)
					wantVersions(t, env, 2, 2)
					m.WantEmptyPlan(changed)
					m.WantState(attrs{"version": 2, "latest_version": 2})
					if t.Failed() {
						t.Log(diags)
					}
				})
			}
		}
	}
}

// A key that may not publish leaves a version, which one that may publishes.
func TestResource_mayNotPublish(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with())
	env.API.SetScopes(env.Key, "prompts.read", "prompts.update", "prompts.list")
	for range 2 {
		harness.WantError(t, m.Driver.Apply(m.Plan(with("content", "Be brief"))), "", "Cannot update prompt partial", "prompts.publish", "publish = false")
		wantVersions(t, env, 2, 1)
	}
	env.API.SetScopes(env.Key, "prompts.read", "prompts.update", "prompts.list", "prompts.publish")
	m.Apply(with("content", "Be brief"))
	m.WantPuts(`{"version": 2}`)
}

// Reads that are behind what was published are no drift, and create no version.
func TestResource_stale(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]harness.PlanOption{"with a refresh": nil, "without one": {harness.WithoutRefresh}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				env := harness.StartInMemory(t, func(api http.Handler) http.Handler { return api })
				env.API.SetLatency(10 * time.Millisecond)
				env.API.AddWorkspace(attrs{"id": home, "name": "Production"})
				m := env.Create(t, address, with("content", "Version 1"))
				env.API.Advance(time.Hour)
				env.API.SetStale(1500 * time.Millisecond)
				for _, number := range []int{2, 3, 4} {
					begun := time.Now()
					m.Apply(with("content", fmt.Sprint("Version ", number)), options...)
					m.WantState(attrs{"content": fmt.Sprint("Version ", number)})
					env.API.Advance(max(0, 500*time.Millisecond-time.Since(begun)))
				}
				m.WantNoDrift(with("content", "Version 4"))
				if all := env.API.Versions(emulator.Partials, only(t, env).ID); len(all) != 4 {
					t.Errorf("there are %d versions, want 4", len(all))
				}
			})
		})
	}
}

// No response has the workspace: an import has to name it, unless it is the key's own.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env := start(t)
	env.API.Add(emulator.Partials, home, attrs{"name": "Rules", "string": "Be kind"})
	slug := only(t, env).Slug
	for _, ref := range []string{home + "/" + slug, "Production/Rules", home + "/" + only(t, env).ID} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		m.WantState(attrs{"workspace_id": home, "content": "Be kind", "version": 1})
		m.WantEmptyPlan(with())
	}
	harness.WantError(t, env.Driver(t).Import(address, slug), "", "Cannot import prompt partial", "workspace/partial")
	harness.WantError(t, env.Driver(t).Import(address, "Rules"), "", "Cannot import prompt partial", "workspace/name")
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home})
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.Import(address, slug))
	m.WantState(attrs{"workspace_id": home})
}

// A name is taken in its workspace alone. The list may be an array without an envelope.
func TestResource_takenName(t *testing.T) {
	t.Parallel()
	env := start(t, emulator.WithAnswers(emulator.Answers{BareArrays: true}))
	env.API.Add(emulator.Partials, home, attrs{"name": "Rules"})
	_, diags := env.Driver(t).Converge(address, with())
	harness.WantError(t, diags, "name", "already exists", "allow_duplicate_name", "pl-")
	env.Create(t, address, with("allow_duplicate_name", true))
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	env.Create(t, address, with("workspace_id", other.ID))
}

func TestDataSource_versions(t *testing.T) {
	t.Parallel()
	env := start(t)
	env.API.Add(emulator.Partials, home, attrs{"name": "Rules", "string": "Be kind"})
	id := only(t, env).ID
	env.API.AddVersion(emulator.Partials, id, attrs{"string": "Be brief", "version_description": "Shorter"})
	got, diags := env.Driver(t).Data("portkey_prompt_partial_versions", attrs{"partial_id": only(t, env).Slug})
	harness.NoErrors(t, diags)
	if text := fmt.Sprint(got["versions"]); !strings.Contains(text, "Shorter") || !strings.Contains(text, "is_default:true") {
		t.Errorf("got %s", text)
	}
}
