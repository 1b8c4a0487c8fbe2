package harness

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Managed is one resource that a driver manages, for tests that follow it step by
// step.
type Managed struct {
	T       *testing.T
	Env     *Env
	Driver  *Driver
	Address string
}

// Manage returns a resource that is not there yet, with a driver of its own.
func (e *Env) Manage(t *testing.T, address string) *Managed {
	t.Helper()
	return &Managed{T: t, Env: e, Driver: e.Driver(t), Address: address}
}

// Create applies a configuration where nothing is yet, and empties the log.
func (e *Env) Create(t *testing.T, address string, config map[string]any) *Managed {
	t.Helper()
	m := e.Manage(t, address)
	m.Apply(config)
	e.API.ResetRequests()
	return m
}

// Plan plans a configuration without an error.
func (m *Managed) Plan(config map[string]any, options ...PlanOption) *Plan {
	m.T.Helper()
	p, diags := m.Driver.Plan(m.Address, config, options...)
	NoErrors(m.T, diags)
	return p
}

// Apply plans a configuration and applies it, with the log of the requests emptied
// between the two.
func (m *Managed) Apply(config map[string]any, options ...PlanOption) *Plan {
	m.T.Helper()
	p := m.Plan(config, options...)
	m.Env.API.ResetRequests()
	NoErrors(m.T, m.Driver.Apply(p))
	return p
}

// Refresh reads the resource into the state.
func (m *Managed) Refresh() {
	m.T.Helper()
	NoErrors(m.T, m.Driver.Refresh(m.Address))
}

// WantPuts wants just these bodies of PUTs since the log was begun, in order.
func (m *Managed) WantPuts(bodies ...string) {
	m.T.Helper()
	if err := m.Env.Sent("PUT", bodies...)(nil); err != nil {
		m.T.Error(err)
	}
}

// WantState wants these attributes in the state, and says nothing of others.
func (m *Managed) WantState(want map[string]any) {
	m.T.Helper()
	state := m.Driver.State(m.Address)
	if state == nil {
		m.T.Fatal("nothing is in the state")
	}
	got := map[string]any{}
	for name := range want {
		got[name] = state[name]
	}
	if diff := DiffAsState(want, got); diff != "" {
		m.T.Errorf("state: want - got +:\n%s", diff)
	}
}

// WantNoDrift wants that the refresh finds what the state has, but for the time of the
// last change, and that the configuration plans nothing.
func (m *Managed) WantNoDrift(config map[string]any) {
	m.T.Helper()
	p := m.Plan(config)
	moved := maps.Clone(m.Driver.State(m.Address))
	if at, has := p.Before["last_updated_at"]; has {
		moved["last_updated_at"] = at
	}
	if diff := cmp.Diff(moved, p.Before); diff != "" {
		m.T.Errorf("drifted:\n%s", diff)
	}
	if p.Action != NoOp {
		m.T.Errorf("plans %s:\n%s", p.Action, cmp.Diff(p.Before, p.After))
	}
}

// WantEmptyPlan wants that a configuration plans nothing, and nothing is written.
func (m *Managed) WantEmptyPlan(config map[string]any) {
	m.T.Helper()
	m.Env.API.ResetRequests()
	p := m.Plan(config)
	if p.Action != NoOp {
		m.T.Errorf("plans %s:\n%v\n%v", p.Action, p.Before, p.After)
	}
	NoErrors(m.T, m.Driver.Apply(p))
	WantUntouched(m.T, m.Env, true)
}

// WantUpgraded wants that a state of the vendor's provider comes over with an empty
// plan and no write, refreshed or not, and by a moved block as well. It returns what
// is known before a refresh.
func (m *Managed) WantUpgraded(state string, config map[string]any) (upgraded map[string]any) {
	m.T.Helper()
	moved := m.Env.Manage(m.T, m.Address)
	NoErrors(m.T, moved.Driver.Move(MoveSource{ProviderAddress: Vendors, TypeName: typeOf(m.Address), State: state}, m.Address))
	m.Driver.Load(m.Address, 0, state)
	m.Env.API.ResetRequests()
	p := m.Plan(config, WithoutRefresh)
	if p.Action != NoOp {
		m.T.Errorf("without a refresh it plans %s:\n%v\n%v", p.Action, p.Before, p.After)
	}
	WantUntouched(m.T, m.Env, false)
	m.WantEmptyPlan(config)
	moved.WantEmptyPlan(config)
	return p.Before
}

// WantNotUpgraded wants that a state which the vendor's provider can't have written
// is rejected, and by a moved block as well.
func (m *Managed) WantNotUpgraded(state string, config map[string]any, words ...string) {
	m.T.Helper()
	m.Driver.Load(m.Address, 0, state)
	_, diags := m.Driver.Plan(m.Address, config)
	WantError(m.T, diags, "", words...)
	m.Driver.Forget(m.Address)
	WantError(m.T, m.Driver.Move(MoveSource{ProviderAddress: Vendors, TypeName: typeOf(m.Address), State: state}, m.Address), "", words[0])
}

// DiffAsState compares a configuration, or a part of one, with what a state has of it:
// null for what the configuration leaves out.
func DiffAsState(configured, state any) string {
	return cmp.Diff(filled(plain(configured), plain(state)), plain(state))
}

// filled is what is wanted, with null for what an object of the state has and the
// wanted one leaves out: a configuration as a state has it.
func filled(want, have any) any {
	switch want := want.(type) {
	case map[string]any:
		object, _ := have.(map[string]any)
		full := map[string]any{}
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
