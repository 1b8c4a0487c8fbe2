package workspace_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// optionals are what a configuration can leave out and Portkey stores: the
// spellings of nothing, something, the form that clears it, and what is there
// on the server once it is cleared.
var optionals = []struct {
	name     string
	nothings []any
	some     any
	clears   string
	left     func(emulator.Workspace) any
}{
	{"description", []any{nil, ""}, "Customer traffic", `{"description": ""}`, func(w emulator.Workspace) any { return w.Description }},
	{"icon", []any{nil, ""}, "🚀", `{"icon": ""}`, func(w emulator.Workspace) any { return w.Icon }},
	{"defaults", []any{nil, attrs{}, attrs{"metadata": attrs{}}}, attrs{"metadata": attrs{"team": "payments"}},
		`{"defaults": {"metadata": {}}}`, func(w emulator.Workspace) any { return w.Defaults["metadata"] }},
	{"usage_limits", []any{nil, []any{}}, []any{attrs{"type": "cost", "credit_limit": 5}}, `{"usage_limits": null}`,
		func(w emulator.Workspace) any { return len(w.UsageLimits) }},
	{"rate_limits", []any{nil, []any{}}, []any{attrs{"type": "requests", "unit": "rpm", "value": 5}}, `{"rate_limits": null}`,
		func(w emulator.Workspace) any { return len(w.RateLimits) }},
}

// eachUnset runs a test over the ways in which answers show what is unset.
func eachUnset(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	for _, telling := range tellings {
		t.Run(telling.name, func(t *testing.T) {
			t.Parallel()
			test(t, harness.Start(t, emulator.WithAnswers(telling.answers)))
		})
	}
	t.Run("as documented", func(t *testing.T) {
		t.Parallel()
		test(t, harness.Start(t, emulator.WithShape(emulator.ShapeDocumented), emulator.WithAnswers(emulator.Answers{Unset: emulator.UnsetInTurn})))
	})
}

// However the server spells nothing, the state keeps the configuration's word.
func TestResource_nothingKeepsItsSpelling(t *testing.T) {
	t.Parallel()
	for _, optional := range optionals {
		for i, nothing := range optional.nothings {
			t.Run(fmt.Sprintf("%s as %v (%d)", optional.name, nothing, i), func(t *testing.T) {
				t.Parallel()
				eachUnset(t, func(t *testing.T, env *harness.Env) {
					config := attrs{"name": "Production", optional.name: nothing}
					m := create(t, env, config)
					for range 3 { // for the answers that differ in turn
						m.WantState(config)
						m.WantNoDrift(config)
						m.Refresh()
					}
					renamed := merged(config, attrs{"name": "Live"})
					m.Apply(renamed)
					m.WantPuts(`{"name": "Live"}`)
					m.WantState(renamed)
					m.WantNoDrift(renamed)
				})
			})
		}
	}
}

// Terraform shows that the configuration spells nothing otherwise, since it may
// not be hidden; nothing is read or written for it.
func TestResource_respelling(t *testing.T) {
	t.Parallel()
	for _, optional := range optionals {
		for i, from := range optional.nothings {
			for j, to := range optional.nothings {
				if i == j {
					continue
				}
				t.Run(fmt.Sprintf("%s from %v to %v (%d)", optional.name, from, to, j), func(t *testing.T) {
					t.Parallel()
					m := create(t, harness.Start(t), attrs{"name": "Production", optional.name: from})
					config := attrs{"name": "Production", optional.name: to}
					p := m.Apply(config)
					wantChanges(t, p, false, optional.name)
					harness.WantUntouched(t, m.Env, false)
					m.WantState(config)
					m.WantNoDrift(config)
				})
			}
		}
	}
}

// What is removed from the configuration, or emptied there, shows as an explicit
// removal, and is really deleted on the server: by the one form that clears it.
func TestResource_removal(t *testing.T) {
	t.Parallel()
	for _, optional := range optionals {
		for i, nothing := range optional.nothings {
			t.Run(fmt.Sprintf("%s to %v (%d)", optional.name, nothing, i), func(t *testing.T) {
				t.Parallel()
				eachShape(t, func(t *testing.T, env *harness.Env) {
					m := create(t, env, attrs{"name": "Production", optional.name: optional.some})
					config := attrs{"name": "Production", optional.name: nothing}
					p := m.Apply(config)
					wantChanges(t, p, true, optional.name)
					if diff := harness.DiffAsState(nothing, p.After[optional.name]); diff != "" {
						t.Errorf("planned: want - got +:\n%s", diff)
					}
					m.WantPuts(optional.clears)
					if left := optional.left(m.onServer()); left != nil && left != "" && left != 0 {
						t.Errorf("the server has %v", left)
					}
					m.WantState(config)
					m.WantNoDrift(config)
				})
			})
		}
	}
}

// What somebody sets, changes or clears in the UI shows, where the configuration
// says nothing as well, and an apply puts it right. Names and limits have tests
// of their own.
func TestResource_drift(t *testing.T) {
	t.Parallel()
	defaultsOf := func(metadata attrs) attrs { return attrs{"defaults": attrs{"metadata": metadata}} }
	for _, test := range []struct {
		name         string
		attribute    string
		config, edit attrs
		seen         any
		puts         string
	}{
		{name: "a description set", attribute: "description", config: attrs{}, edit: attrs{"description": "UI"}, seen: "UI", puts: `{"description": ""}`},
		{name: "a description set where it is empty", attribute: "description", config: attrs{"description": ""}, edit: attrs{"description": "UI"}, seen: "UI", puts: `{"description": ""}`},
		{name: "another description", attribute: "description", config: attrs{"description": "ours"}, edit: attrs{"description": "UI"}, seen: "UI", puts: `{"description": "ours"}`},
		{name: "a description cleared", attribute: "description", config: attrs{"description": "ours"}, edit: attrs{"description": nil}, puts: `{"description": "ours"}`},
		{name: "metadata set", attribute: "defaults", config: attrs{}, edit: defaultsOf(attrs{"team": "UI"}), seen: attrs{"metadata": attrs{"team": "UI"}}, puts: `{"defaults": {"metadata": {}}}`},
		{name: "metadata set where it is empty", attribute: "defaults", config: defaultsOf(attrs{}), edit: defaultsOf(attrs{"team": "UI"}), seen: attrs{"metadata": attrs{"team": "UI"}}, puts: `{"defaults": {"metadata": {}}}`},
		{name: "a key added", attribute: "defaults", config: defaultsOf(attrs{"team": "ours"}), edit: defaultsOf(attrs{"team": "ours", "stage": "UI"}), seen: attrs{"metadata": attrs{"team": "ours", "stage": "UI"}}, puts: `{"defaults": {"metadata": {"team": "ours"}}}`},
		{name: "a value changed", attribute: "defaults", config: defaultsOf(attrs{"team": "ours"}), edit: defaultsOf(attrs{"team": "UI"}), seen: attrs{"metadata": attrs{"team": "UI"}}, puts: `{"defaults": {"metadata": {"team": "ours"}}}`},
		{name: "a value that is no string", attribute: "defaults", config: defaultsOf(attrs{"level": "ours"}), edit: defaultsOf(attrs{"level": 3}), seen: attrs{"metadata": attrs{"level": "3"}}, puts: `{"defaults": {"metadata": {"level": "ours"}}}`},
		{name: "metadata cleared", attribute: "defaults", config: defaultsOf(attrs{"team": "ours"}), edit: attrs{"defaults": nil}, puts: `{"defaults": {"metadata": {"team": "ours"}}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				config := merged(attrs{"name": "Production"}, test.config)
				m := create(t, env, config)
				m.edit(test.edit)
				m.Refresh()
				m.WantState(attrs{test.attribute: test.seen})
				wantChanges(t, m.Apply(config), true, test.attribute)
				m.WantPuts(test.puts)
				m.WantState(config)
				m.WantNoDrift(config)
			})
		})
	}
}

// The arguments of the provider itself mean nothing to Portkey: alone they send
// nothing, and beside something else they do not go along.
func TestResource_providerArguments(t *testing.T) {
	t.Parallel()
	for _, argument := range []string{"force_delete", "deletion_protection", "allow_duplicate_name"} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				config := attrs{"name": "Production"}
				m := create(t, env, config)
				for _, value := range []any{true, false, nil} {
					config = attrs{"name": "Production", argument: value}
					wantChanges(t, m.Apply(config), false, argument)
					harness.WantUntouched(t, env, false)
					m.WantState(config)
					m.WantNoDrift(config)
				}
				config = attrs{"name": "Production", argument: true, "description": "Customer traffic"}
				wantChanges(t, m.Apply(config), true, argument, "description")
				m.WantPuts(`{"description": "Customer traffic"}`)
				m.WantNoDrift(config)
			})
		})
	}
}
