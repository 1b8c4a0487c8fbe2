package promptlabelassignment_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const (
	address   = "portkey_prompt_label_assignment.test"
	slug      = "pp-refund-000001"
	candidate = "5e1f0a9d-0000-4000-8000-000000000001"
	canary    = "5e1f0a9d-0000-4000-8000-000000000002"
)

// start starts an API with a prompt of four versions, and two labels.
func start(t *testing.T) *harness.Env {
	t.Helper()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.Prompts, home.ID, attrs{"slug": slug, "name": "Refund"})
	for _, text := range []string{"Two", "Three", "Four"} {
		env.API.AddVersion(emulator.Prompts, slug, attrs{"string": text})
	}
	for id, name := range map[string]string{candidate: "candidate", canary: "canary"} {
		env.API.Add(emulator.Labels, home.ID, attrs{"id": id, "name": name})
	}
	return env
}

func with(version any, others attrs) attrs {
	config := attrs{"prompt_id": slug, "label_id": candidate, "version": version}
	maps.Copy(config, others)
	return config
}

// labelled are the versions that have a label, by the label.
func labelled(env *harness.Env) map[string]int {
	all := map[string]int{}
	for _, one := range env.API.Versions(emulator.Prompts, slug) {
		if one.LabelID != "" {
			all[one.LabelID] = one.Number
		}
	}
	return all
}

func wantLabels(t *testing.T, env *harness.Env, want map[string]int) {
	t.Helper()
	if got := labelled(env); !maps.Equal(got, want) {
		t.Errorf("labels are on %v, want %v", got, want)
	}
}

// A label is assigned, moved in place, and taken by a destroy, by one PUT each.
func TestResource(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with(1, nil))
	m.WantState(attrs{"id": slug + "/" + candidate, "version": 1})
	m.WantEmptyPlan(with(1, nil))
	m.Apply(with(3, nil))
	m.WantPuts(`{"label_id": "` + candidate + `"}`)
	wantLabels(t, env, map[string]int{candidate: 3})
	m.WantEmptyPlan(with(3, nil))

	// The id of the same prompt is another spelling of it; another one is another assignment.
	id := env.API.All(emulator.Prompts)[0].ID
	m.Apply(with(3, attrs{"prompt_id": id}))
	m.WantPuts()
	m.WantEmptyPlan(with(3, attrs{"prompt_id": id}))
	if p := m.Plan(with(3, attrs{"prompt_id": harness.Unknown})); p.Action != harness.Replace {
		t.Errorf("a prompt that is not known yet plans %s", p.Action)
	}
	if p := m.Plan(with(3, attrs{"label_id": canary})); p.Action != harness.Replace {
		t.Errorf("another label plans %s", p.Action)
	}

	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Destroy(address))
	m.WantPuts(`{"label_id": null}`)
	wantLabels(t, env, nil)
}

// What somebody else does with the label is shown: moved, it is moved back, and taken, it is
// assigned again. What was deleted is not missed.
func TestResource_editedByOthers(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with(1, nil))
	env.API.LabelVersion(slug, 2, candidate)
	p := m.Plan(with(1, nil))
	if p.Action != harness.Update || fmt.Sprint(p.Before["version"]) != "2" {
		t.Errorf("plans %s from %v", p.Action, p.Before)
	}
	m.Apply(with(1, nil))
	wantLabels(t, env, map[string]int{candidate: 1})

	env.API.LabelVersion(slug, 4, candidate)
	q := m.Plan(with(3, nil), harness.WithoutRefresh)
	harness.WantError(t, m.Driver.Apply(q), "version", "Cannot update label assignment", "Nothing was written", "changed version")
	wantLabels(t, env, map[string]int{candidate: 4})

	m.Apply(with(2, nil))
	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	env.API.LabelVersion(slug, 2, "")
	if p := m.Plan(with(2, nil)); p.Action != harness.Create {
		t.Errorf("taken, it plans %s", p.Action)
	}
	harness.NoErrors(t, m.Driver.Destroy(address))
	m.Apply(with(2, nil))
	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	env.API.Drop(emulator.Prompts, slug)
	harness.NoErrors(t, m.Driver.Refresh(address))
	if state := m.Driver.State(address); state != nil {
		t.Errorf("the state has %v", state)
	}
}

// A destroy takes the label from no other version than its own.
func TestResource_destroyMoved(t *testing.T) {
	t.Parallel()
	env := start(t)
	m := env.Create(t, address, with(1, nil))
	env.API.Fail(emulator.Fault{Method: http.MethodGet, After: 1, Times: 1, Hook: func(*http.Request) { // after the refresh
		env.API.LabelVersion(slug, 2, candidate)
	}})
	harness.NoErrors(t, m.Driver.Destroy(address))
	m.WantPuts()
	wantLabels(t, env, map[string]int{candidate: 2})
}

// No other label is lost: neither where one is assigned, nor where one is taken, nor a label
// that is on a version already.
func TestResource_otherLabels(t *testing.T) {
	t.Parallel()
	env := start(t)
	env.API.LabelVersion(slug, 2, canary)
	m := env.Create(t, address, with(1, nil))
	harness.WantError(t, m.Driver.Apply(m.Plan(with(2, nil))), "version", "Cannot update label assignment", "has other labels", "canary", "Nothing was changed")
	_, diags := env.Driver(t).Converge(address, with(2, nil))
	harness.WantError(t, diags, "prompt_id", "Cannot create label assignment", "Nothing was created", `id = "`+slug+"/"+candidate+`"`)
	_, diags = env.Driver(t).Converge(address, with(3, attrs{"label_id": canary}))
	harness.WantError(t, diags, "prompt_id", "Nothing was created")
	wantLabels(t, env, map[string]int{candidate: 1, canary: 2})

	// Labels that move out of each other's way in one apply wait for each other.
	other := address + "_canary"
	harness.NoErrors(t, m.Driver.Import(other, slug+"/"+canary))
	plans := []*harness.Plan{}
	for at, config := range map[string]attrs{address: with(2, nil), other: with(3, attrs{"label_id": canary})} {
		p, diags := m.Driver.Plan(at, config)
		harness.NoErrors(t, diags)
		plans = append(plans, p)
	}
	done := make(chan harness.Diagnostics)
	for _, p := range plans {
		go func() { done <- m.Driver.Apply(p) }()
	}
	for range plans {
		harness.NoErrors(t, <-done)
	}
	wantLabels(t, env, map[string]int{candidate: 2, canary: 3})
}

func TestResource_rejected(t *testing.T) {
	t.Parallel()
	env := start(t)
	for _, c := range []struct {
		config    attrs
		attribute string
		words     []string
	}{
		{with(9, nil), "version", []string{"has no version 9", "Nothing was changed", "404 AB08"}},
		{with(1, attrs{"prompt_id": "pp-nowhere-000001"}), "prompt_id", []string{"No prompt that is visible", "404 AB08"}},
		{with(1, attrs{"label_id": "5e1f0a9d-0000-4000-8000-000000000009"}), "label_id", []string{"has no label with the ID", "404 AB08"}},
		{with(0, nil), "version", []string{"at least 1"}},
		{with(1.5, nil), "version", []string{"whole number"}},
	} {
		_, diags := env.Driver(t).Converge(address, c.config)
		harness.WantError(t, diags, c.attribute, c.words...)
	}
	wantLabels(t, env, nil)
}

func TestResource_import(t *testing.T) {
	t.Parallel()
	env := start(t)
	env.API.LabelVersion(slug, 3, candidate)
	d := env.Driver(t)
	for _, ref := range []string{slug, "/", slug + "/", slug + "/" + canary, "pp-nowhere-000001/" + candidate} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import label assignment")
	}
	for _, prompt := range []string{slug, env.API.All(emulator.Prompts)[0].ID} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, prompt+"/"+candidate))
		m.WantEmptyPlan(with(3, attrs{"prompt_id": prompt}))
	}
}

// Whichever request fails, and however often, the next apply converges.
func TestResource_nthRequest(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"no answer":  {When: emulator.After, Reset: true},
		"no request": {Reset: true},
		"failed":     {Status: http.StatusServiceUnavailable},
		"rejected":   {Status: http.StatusForbidden},
	} {
		for n := range 5 {
			t.Run(fmt.Sprintf("%s, request %d", name, n), func(t *testing.T) {
				t.Parallel()
				env := start(t)
				m := env.Create(t, address, with(1, nil))
				failing := fault
				failing.After = n
				for _, version := range []int{2, 3} {
					p := m.Plan(with(version, nil))
					remove := env.API.Fail(failing)
					_ = m.Driver.Apply(p)
					remove()
					m.Driver = env.Restart(t, m.Driver)
					m.Apply(with(version, nil))
					wantLabels(t, env, map[string]int{candidate: version})
				}
				remove := env.API.Fail(failing)
				_ = m.Driver.Destroy(address)
				remove()
				m.Driver = env.Restart(t, m.Driver)
				harness.NoErrors(t, m.Driver.Destroy(address))
				if left := slices.Collect(maps.Keys(labelled(env))); len(left) > 0 {
					t.Errorf("left %v", left)
				}
			})
		}
	}
}
