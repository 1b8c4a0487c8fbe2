package workspace_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// managed is one workspace that the driver manages.
type managed struct {
	t   *testing.T
	env *harness.Env
	d   *harness.Driver
}

func manage(t *testing.T, env *harness.Env) *managed {
	t.Helper()
	return &managed{t: t, env: env, d: env.Driver(t)}
}

// create applies a configuration where nothing is yet, and empties the log.
func create(t *testing.T, env *harness.Env, config attrs) *managed {
	t.Helper()
	m := manage(t, env)
	m.apply(config)
	env.API.ResetRequests()
	return m
}

// plan plans a configuration without an error.
func (m *managed) plan(config attrs, options ...harness.PlanOption) *harness.Plan {
	m.t.Helper()
	p, diags := m.d.Plan(address, config, options...)
	noErrors(m.t, diags)
	return p
}

// apply plans a configuration and applies it, with the log of the requests
// begun anew between the two.
func (m *managed) apply(config attrs, options ...harness.PlanOption) *harness.Plan {
	m.t.Helper()
	p := m.plan(config, options...)
	m.env.API.ResetRequests()
	noErrors(m.t, m.d.Apply(p))
	return p
}

// refresh reads the workspace into the state.
func (m *managed) refresh() {
	m.t.Helper()
	noErrors(m.t, m.d.Refresh(address))
}

// edit changes the workspace as a person in the UI would.
func (m *managed) edit(fields attrs) {
	m.t.Helper()
	m.env.API.EditWorkspace(m.env.Only().ID, fields)
}

// wantPuts wants just these bodies of PUTs since the log was begun, in order.
func (m *managed) wantPuts(bodies ...string) {
	m.t.Helper()
	if err := m.env.Sent("PUT", bodies...)(nil); err != nil {
		m.t.Error(err)
	}
}

// wantState wants these attributes in the state, and says nothing of others.
func (m *managed) wantState(want attrs) {
	m.t.Helper()
	state := m.d.State(address)
	if state == nil {
		m.t.Fatal("nothing is in the state")
	}
	got := attrs{}
	for name := range want {
		got[name] = state[name]
	}
	if diff := cmp.Diff(filled(plain(want), plain(got)), plain(got)); diff != "" {
		m.t.Errorf("state: want - got +:\n%s", diff)
	}
}

// wantNoDrift wants that the refresh finds what the state has, but for the time
// of the last change, and that the configuration plans nothing.
func (m *managed) wantNoDrift(config attrs) {
	m.t.Helper()
	p := m.plan(config)
	moved := merged(m.d.State(address), attrs{"last_updated_at": p.Before["last_updated_at"]})
	if diff := cmp.Diff(moved, p.Before); diff != "" {
		m.t.Errorf("drifted:\n%s", diff)
	}
	if p.Action != harness.NoOp {
		m.t.Errorf("plans %s:\n%s", p.Action, cmp.Diff(p.Before, p.After))
	}
}

// wantChanges wants an update in place that shows these attributes as changed
// and no other, beside what follows from them where something is going to be
// written: last_updated_at, which alone may be unknown, and effective_metadata
// from defaults.
func wantChanges(t *testing.T, p *harness.Plan, written bool, attributes ...string) {
	t.Helper()
	if p.Action != harness.Update {
		t.Fatalf("plans %s, want an update", p.Action)
	}
	if written {
		attributes = append(attributes, "last_updated_at")
		if slices.Contains(attributes, "defaults") {
			attributes = append(attributes, "effective_metadata")
		}
	}
	var changed, unknown []string
	for name, after := range p.After {
		if !cmp.Equal(p.Before[name], after) {
			changed = append(changed, name)
		}
		if after == harness.Unknown {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(changed)
	slices.Sort(attributes)
	if diff := cmp.Diff(attributes, changed); diff != "" {
		t.Errorf("changed: want - got +:\n%s", diff)
	}
	if written != slices.Equal(unknown, []string{"last_updated_at"}) || !written && len(unknown) > 0 {
		t.Errorf("unknown until applied: %q", unknown)
	}
}

// merged is a configuration with some attributes replaced.
func merged(configs ...attrs) attrs {
	all := attrs{}
	for _, config := range configs {
		maps.Copy(all, config)
	}
	return all
}

// plain is a value as JSON knows it, so that 5 and 5.0 are equal.
func plain(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		return err
	}
	return decoded
}

// filled is what is wanted, with null for what an object of the state has and
// the wanted one leaves out: a configuration as a state has it.
func filled(want, have any) any {
	switch want := want.(type) {
	case map[string]any:
		object, _ := have.(map[string]any)
		full := attrs{}
		for name := range object {
			full[name] = nil
		}
		for name, value := range want {
			full[name] = filled(value, object[name])
		}
		return full
	case []any:
		list, _ := have.([]any)
		full := make([]any, len(want))
		for i, one := range want {
			var counterpart any
			if i < len(list) {
				counterpart = list[i]
			}
			full[i] = filled(one, counterpart)
		}
		return full
	}
	return want
}

// onServer is the workspace as the server has it.
func (m *managed) onServer() emulator.Workspace {
	m.t.Helper()
	return m.env.Only()
}
