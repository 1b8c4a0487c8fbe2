package prompt_test

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

const wholeBye = `{"string": "Bye", "model": "gpt-4o", "virtual_key": "openai", "parameters": {}, "is_raw_template": 0}`

// A change of the content is one version, which is published; other changes are none.
func TestResource_publishes(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, with("version_description", "First"))
	m.WantState(attrs{"version": 1, "latest_version": 1, "workspace_id": home.ID, "status": "active"})
	m.WantEmptyPlan(with("version_description", "First"))

	m.Apply(with("name", "Renamed", "version_description", "Alone"))
	m.WantPuts(`{"name": "Renamed"}`)
	m.Apply(with("name", "Renamed", "version_description", "Shorter", "template", "Bye"))
	m.WantPuts(strings.TrimSuffix(wholeBye, "}")+`, "version_description": "Shorter"}`, `{"version": 2}`)
	m.WantState(attrs{"version": 2, "latest_version": 2})
	wantVersions(t, env, 2, 2)
	m.WantEmptyPlan(with("name", "Renamed", "version_description", "Shorter", "template", "Bye"))
	all := env.API.Versions(emulator.Prompts, only(t, env).ID)
	if all[0].Description != "First" || all[1].Description != "Shorter" || m.Driver.State(address)["version_id"] != all[1].ID {
		t.Errorf("versions %+v", all)
	}
}

// A prompt that is not published follows its latest version.
func TestResource_drafts(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	m := env.Create(t, address, with("publish", false))
	m.Apply(with("publish", false, "template", "Bye"))
	m.WantPuts(wholeBye)
	m.WantState(attrs{"version": 1, "latest_version": 2})
	m.WantEmptyPlan(with("publish", false, "template", "Bye"))

	env.API.AddVersion(emulator.Prompts, only(t, env).ID, attrs{"string": "Theirs"})
	if p := m.Plan(with("publish", false, "template", "Bye")); p.Action != harness.Update || p.Before["template"] != "Theirs" || p.Before["latest_version"] == p.Before["version"] {
		t.Errorf("plans %s from %v", p.Action, p.Before)
	}
	m.Apply(with("publish", false, "template", "Theirs"))
	env.API.ResetRequests()

	// Somebody else publishes an older version, and then Terraform the latest one.
	env.API.Publish(emulator.Prompts, only(t, env).ID, 2)
	m.Refresh()
	m.WantState(attrs{"version": 2, "latest_version": 3, "template": "Theirs"})
	m.Apply(with("template", "Theirs"))
	m.WantPuts(`{"version": 3}`)
	m.WantState(attrs{"version": 3, "latest_version": 3})
	m.WantEmptyPlan(with("template", "Theirs"))
	wantVersions(t, env, 3, 3)
	m.Apply(with("template", "Theirs", "publish", false))
	m.WantPuts()
}

// A version that somebody else publishes is drift, a draft is none; the next version starts
// from what is published.
func TestResource_publishedByOthers(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	m := env.Create(t, address, with())
	id := only(t, env).ID
	env.API.AddVersion(emulator.Prompts, id, attrs{"string": "Draft", "is_raw_template": 1})
	m.WantEmptyPlan(with())
	env.API.Edit(emulator.Prompts, id, attrs{"string": "Theirs"})
	p := m.Plan(with())
	if p.Action != harness.Update || p.Before["template"] != "Theirs" {
		t.Errorf("plans %s from %v", p.Action, p.Before)
	}
	m.Apply(with())
	m.WantPuts(`{"string": "Refund {{amount}}?", "model": "gpt-4o", "virtual_key": "openai", "parameters": {}, "is_raw_template": 1}`, `{"version": 4}`)
	wantVersions(t, env, 4, 4)

	env.API.Publish(emulator.Prompts, id, 1) // the same content again
	m.WantEmptyPlan(with())
	env.API.Edit(emulator.Prompts, id, attrs{"string": "Theirs again"})
	q := m.Plan(with("template", "Ours"), harness.WithoutRefresh)
	harness.WantError(t, m.Driver.Apply(q), "template", "Cannot update prompt", "Nothing was written", "changed template")
	q = m.Plan(with("model", "gpt-4o-mini"), harness.WithoutRefresh)
	harness.NoErrors(t, m.Driver.Apply(q))
	all := env.API.Versions(emulator.Prompts, id)
	if last := all[len(all)-1]; last.Fields["string"] != "Theirs again" || last.Fields["model"] != "gpt-4o-mini" || !last.Default {
		t.Errorf("the edit of others is lost: %+v", last)
	}
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
					env, _ := start(t)
					m := env.Create(t, address, with())
					changed := with("name", "Renamed", "template", "Bye", "model", "gpt-4o-mini")
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
	env, _ := start(t)
	m := env.Create(t, address, with())
	env.API.SetScopes(env.Key, "prompts.read", "prompts.update", "prompts.list")
	for range 2 {
		harness.WantError(t, m.Driver.Apply(m.Plan(with("template", "Bye"))), "", "Cannot update prompt", "prompts.publish", "publish = false")
		wantVersions(t, env, 2, 1)
	}
	m.Apply(with("template", "Bye", "publish", false))
	m.WantPuts()
	m.WantState(attrs{"version": 1, "latest_version": 2})
	env.API.SetScopes(env.Key, "prompts.read", "prompts.update", "prompts.list", "prompts.publish")
	m.Apply(with("template", "Bye"))
	m.WantPuts(`{"version": 2}`)
}

// Reads that are behind what was published are no drift, and create no version, although
// updates follow each other within a second.
func TestResource_stale(t *testing.T) {
	t.Parallel()
	const lag, apart = 1500 * time.Millisecond, 500 * time.Millisecond
	for name, options := range map[string][]harness.PlanOption{"with a refresh": nil, "without one": {harness.WithoutRefresh}} {
		for _, publish := range []any{nil, false} {
			t.Run(fmt.Sprint(name, ", publish ", publish), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					env := harness.StartInMemory(t, func(api http.Handler) http.Handler { return api })
					env.API.SetLatency(10 * time.Millisecond)
					furnishWorkspace(env)
					config := func(text string) attrs { return with("publish", publish, "template", text) }
					m := env.Create(t, address, config("Version 1"))
					env.API.Advance(time.Hour)
					env.API.SetStale(lag)
					for _, number := range []int{2, 3, 4} {
						begun := time.Now()
						m.Apply(config(fmt.Sprint("Version ", number)), options...)
						m.WantState(config(fmt.Sprint("Version ", number)))
						env.API.Advance(max(0, apart-time.Since(begun)))
					}
					m.WantNoDrift(config("Version 4"))
					if all := env.API.Versions(emulator.Prompts, only(t, env).ID); len(all) != 4 {
						t.Errorf("there are %d versions, want 4", len(all))
					}
				})
			})
		}
	}
}

// A refresh reads each prompt once, and the collection that they name by its slug once.
func TestResource_refreshOfMany(t *testing.T) {
	t.Parallel()
	const many = 100
	env, home := start(t)
	d := env.Driver(t)
	for i := range many {
		env.API.Add(emulator.Prompts, home.ID, attrs{"name": fmt.Sprint("Prompt ", i), "string": template, "virtual_key": "openai", "collection_id": env.API.Held(emulator.Collections, home.ID)[1].ID})
	}
	for i, one := range env.API.All(emulator.Prompts) {
		at := fmt.Sprintf("portkey_prompt.n%d", i)
		harness.NoErrors(t, d.Import(at, one.Slug))
		_, diags := d.Converge(at, with("name", one.Name))
		harness.NoErrors(t, diags)
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for i := range many {
		at := fmt.Sprintf("portkey_prompt.n%d", i)
		p, diags := d.Plan(at, with("name", fmt.Sprint("Prompt ", i)))
		harness.NoErrors(t, diags)
		if p.Action != harness.NoOp {
			t.Fatalf("plans %s: %v", p.Action, p.After)
		}
	}
	if asked := len(env.API.Requests()); asked > many+1 {
		t.Errorf("%d requests for %d prompts", asked, many)
	}
}
