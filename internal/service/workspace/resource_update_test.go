package workspace_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// edits are one change of each attribute of everything(): by the configuration,
// with the body that writes it and nothing else, and by somebody in the UI, with
// a look at what the server has.
var edits = []struct {
	name    string
	ours    attrs
	body    string
	theirs  attrs
	blamed  string // the attribute that a foreign edit is blamed on
	look    func(emulator.Workspace) any
	foreign any // what the look sees of the edit in the UI
}{
	{"name", attrs{"name": "Live"}, `{"name": "Live", "icon": "🚀"}`,
		attrs{"name": "Theirs"}, "name", func(w emulator.Workspace) any { return w.Name }, "Theirs"},
	{"icon", attrs{"icon": "🎯"}, `{"name": "Production", "icon": "🎯"}`,
		attrs{"icon": "🧪"}, "name", func(w emulator.Workspace) any { return w.Icon }, "🧪"},
	{"description", attrs{"description": "Live traffic"}, `{"description": "Live traffic"}`,
		attrs{"description": "Theirs"}, "description", func(w emulator.Workspace) any { return w.Description }, "Theirs"},
	{"defaults", attrs{"defaults": attrs{"metadata": attrs{"team": "fraud", "stage": "live"}}}, `{"defaults": {"metadata": {"team": "fraud", "stage": "live"}}}`,
		attrs{"defaults": attrs{"metadata": attrs{"team": "theirs"}}}, "defaults", func(w emulator.Workspace) any { return w.Defaults["metadata"] }, attrs{"team": "theirs"}},
	{"usage_limits", attrs{"usage_limits": []any{budget("tokens", 7)}}, `{"usage_limits": [{"type": "tokens", "credit_limit": 7, "periodic_reset_days": null, "next_usage_reset_at": null}]}`,
		attrs{"usage_limits": []any{budget("cost", 8)}}, "usage_limits", func(w emulator.Workspace) any { return w.UsageLimits[0]["credit_limit"] }, 8.0},
	{"rate_limits", attrs{"rate_limits": []any{allowance("rpm", 61)}}, `{"rate_limits": [{"type": "requests", "unit": "rpm", "value": 61}]}`,
		attrs{"rate_limits": []any{allowance("rpm", 62)}}, "rate_limits", func(w emulator.Workspace) any { return w.RateLimits[0]["value"] }, 62.0},
}

// One changed attribute shows as one changed attribute, and goes over the wire
// alone; last_updated_at is the only thing that is not known before.
func TestResource_sparseUpdate(t *testing.T) {
	t.Parallel()
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := create(t, env, everything())
				before := m.onServer()
				config := merged(everything(), edit.ours)
				wantChanges(t, m.Apply(config), true, edit.name)
				m.WantPuts(edit.body)
				m.WantState(config)
				if got, want := m.Driver.State(address)["last_updated_at"], m.answer()["last_updated_at"]; got != want {
					t.Errorf("last_updated_at is %v, want the server's %v", got, want)
				}
				m.WantNoDrift(config)

				// Everything else is as it was.
				after := m.onServer()
				for _, other := range edits {
					if other.name == edit.name {
						continue
					}
					if diff := cmp.Diff(other.look(before), other.look(after)); diff != "" {
						t.Errorf("%s: was - is +:\n%s", other.name, diff)
					}
				}
			})
		})
	}
}

// Several attributes go in one request.
func TestResource_updateOfSeveral(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		m := create(t, env, everything())
		config := everything()
		for _, edit := range edits {
			config = merged(config, edit.ours)
		}
		m.Apply(config)
		m.WantPuts(`{"name": "Live", "icon": "🎯", "description": "Live traffic",
			"defaults": {"metadata": {"team": "fraud", "stage": "live"}},
			"usage_limits": [{"type": "tokens", "credit_limit": 7, "periodic_reset_days": null, "next_usage_reset_at": null}],
			"rate_limits": [{"type": "requests", "unit": "rpm", "value": 61}]}`)
		m.WantState(config)
		m.WantNoDrift(config)
	})
}

// The API replaces defaults as a whole, so what else is in them goes along: the
// guardrails and the config of the workspace, and what a later API may add.
func TestResource_otherDefaultsSurvive(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		config := attrs{"name": "Production"}
		m := create(t, env, config)
		id := env.Only().ID
		env.API.Add(emulator.Guardrails, id, attrs{"name": "No secrets", "slug": "pg-secret-1a2b3c"})
		env.API.Add(emulator.Configs, id, attrs{"name": "Fallback", "slug": "pc-fallba-1a2b3c"})
		others := attrs{
			"input_guardrails": []any{"pg-secret-1a2b3c"}, "output_guardrails": []any{"pg-secret-1a2b3c"},
			"user_api_key_config": "pc-fallba-1a2b3c", "later": attrs{"than": []any{"this", 1.5, nil}},
		}
		m.edit(attrs{"defaults": others})
		m.WantNoDrift(config)

		for _, step := range []struct{ config, metadata attrs }{
			{attrs{"team": "payments"}, attrs{"team": "payments"}},
			{attrs{"team": "fraud", "stage": "live"}, attrs{"team": "fraud", "stage": "live"}},
			{nil, attrs{}},
		} {
			config = attrs{"name": "Production"}
			if step.config != nil {
				config["defaults"] = attrs{"metadata": step.config}
			}
			m.Apply(config)
			m.WantPuts(asJSON(t, attrs{"defaults": merged(others, attrs{"metadata": step.metadata})}))
			kept := merged(others)
			if len(step.metadata) > 0 {
				kept["metadata"] = step.metadata
			}
			if diff := cmp.Diff(kept, m.onServer().Defaults); diff != "" {
				t.Errorf("defaults on the server: want - got +:\n%s", diff)
			}
			m.WantNoDrift(config)
		}

		// No other update touches them.
		m.Apply(merged(config, attrs{"description": "Customer traffic"}))
		m.WantPuts(`{"description": "Customer traffic"}`)
	})
}

// The other keys of defaults are written as they were read, so a read that is
// known to be old must not lead to a write: what others put there would be lost.
func TestResource_staleDefaults(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]harness.PlanOption{"with a refresh": nil, "without one": {harness.WithoutRefresh}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			m := create(t, env, everything())
			env.API.Advance(2 * time.Hour)
			m.edit(attrs{"defaults": attrs{"a_later_key": 3}})
			m.Apply(everything())

			env.API.Advance(time.Minute)
			env.API.SetStale(10 * time.Minute)
			config := merged(everything(), attrs{"defaults": attrs{"metadata": attrs{"team": "b"}}})
			p := m.Plan(config, options...)
			env.API.ResetRequests()
			harness.WantError(t, m.Driver.Apply(p), "", "Cannot update workspace", "Nothing was written", "Apply again")
			harness.WantUntouched(t, env, true)

			env.API.SetStale(0)
			m.Apply(config)
			if got := m.onServer().Defaults; got["a_later_key"] == nil {
				t.Errorf("the defaults are %v", got)
			}
			m.WantNoDrift(config)
		})
	}
}

// What is older than any lag is what the server has: the state follows it.
func TestResource_lastUpdateGoesBack(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := create(t, env, everything())
	env.API.Advance(2 * time.Hour)
	restored := m.answer()
	restored["last_updated_at"] = "2020-01-01T00:00:00.000Z"
	m.answers(asJSON(t, restored))
	m.WantNoDrift(everything())
	m.Apply(everything())
	m.WantState(attrs{"last_updated_at": restored["last_updated_at"]})
}

// Where the first of two requests was taken and the second was not, the error
// says so, the state keeps what it had, and the next apply finishes.
func TestResource_halfAnUpdate(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		before, after := attrs{"name": "Production", "icon": "🚀"}, attrs{"name": "Live"}
		m := create(t, env, before)
		p := m.Plan(after)
		end := env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: onePattern, After: 1, Status: http.StatusBadRequest})
		env.API.ResetRequests()
		harness.WantError(t, m.Driver.Apply(p), "", "Cannot update workspace", "1 of 2 requests", "400")
		m.WantPuts(`{"icon": ""}`, `{"name": "Live"}`)
		m.WantState(before)
		end()

		m.Apply(after)
		m.WantState(after)
		if got := m.onServer(); got.Icon != "" || got.Name != "Live" {
			t.Errorf("the server has %q %q", got.Icon, got.Name)
		}
		m.WantNoDrift(after)
	})
}

// A write that was taken is done, whatever becomes of the look at it.
func TestResource_updateNotReadBack(t *testing.T) {
	t.Parallel()
	m := create(t, harness.Start(t), everything())
	config := merged(everything(), attrs{"description": "Live traffic"})
	p := m.Plan(config)
	before := m.Driver.State(address)["last_updated_at"]
	end := m.Env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: onePattern, After: 1, Status: http.StatusBadRequest})
	harness.NoErrors(t, m.Driver.Apply(p))
	end()
	m.WantState(merged(config, attrs{"last_updated_at": before}))
	m.WantNoDrift(config)
}

// An answer that can't be read tells nothing: the state stays as it was, and the
// next apply finds out. Else a limit's type, which answers may leave out, would be
// taken for written.
func TestResource_updateAnsweredWithNonsense(t *testing.T) {
	t.Parallel()
	for _, when := range []emulator.When{emulator.Before, emulator.After} {
		m := create(t, harness.Start(t), attrs{"name": "Production", "rate_limits": []any{attrs{"value": 60}}})
		config := attrs{"name": "Production", "rate_limits": []any{attrs{"type": "requests", "unit": "rph", "value": 60}}}
		p := m.Plan(config)
		before := m.Driver.State(address)
		end := m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: onePattern, When: when, Status: http.StatusOK, Body: `{"object": "work`})
		harness.WantError(t, m.Driver.Apply(p), "", "Cannot update workspace", "cannot read the answer")
		end()
		if diff := cmp.Diff(before, m.Driver.State(address)); diff != "" {
			t.Errorf("the state: want - got +:\n%s", diff)
		}
		m.Apply(config)
		m.WantState(config)
		if got := m.onServer().RateLimits[0]; got["type"] != "requests" || got["unit"] != "rph" {
			t.Errorf("on the server is %v", got)
		}
		m.WantNoDrift(config)
	}
}

// An update is repeated while the control plane is overloaded.
func TestResource_updateRepeated(t *testing.T) {
	t.Parallel()
	for _, fault := range []emulator.Fault{
		{Status: http.StatusTooManyRequests}, {Status: http.StatusServiceUnavailable}, {HTML: true}, {Reset: true}, {Reset: true, When: emulator.After},
	} {
		m := create(t, harness.Start(t), everything())
		fault.Method, fault.Path, fault.Times = http.MethodPut, onePattern, 1
		m.Env.API.Fail(fault)
		config := merged(everything(), attrs{"description": "Live traffic"})
		m.Apply(config)
		m.WantPuts(`{"description": "Live traffic"}`, `{"description": "Live traffic"}`)
		m.WantState(config)
		m.WantNoDrift(config)
	}
}

// A refusal blames the attribute that the API names, and leaves the state.
func TestResource_updateRefused(t *testing.T) {
	t.Parallel()
	m := create(t, harness.Start(t), everything())
	p := m.Plan(merged(everything(), attrs{"description": strings.Repeat("long ", 1000)}))
	m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: http.StatusBadRequest,
		Body: `{"success":false,"data":{"errorCode":"AB01","message":"Validation failed: undefined: Too long","error_details":{"param":"description","location":"body"}}}`})
	harness.WantError(t, m.Driver.Apply(p), "description", "Cannot update workspace", "400", "AB01", "Too long")
	m.WantState(everything())
}

// What a refusal says is not gone by: newer back ends answer a PUT to a workspace that
// is not there in these words.
func TestResource_updateRefusedInMisleadingWords(t *testing.T) {
	t.Parallel()
	before := attrs{"name": "Production"}
	m := create(t, harness.Start(t), before)
	config := merged(before, attrs{"description": "Live traffic"})
	for status, words := range map[int]string{http.StatusBadRequest: "Nothing was changed", http.StatusNotFound: "Nothing is at this address"} {
		p := m.Plan(config)
		end := m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: status,
			Body: `{"success":false,"data":{"errorCode":"AB01","message":"No update fields provided"}}`})
		harness.WantError(t, m.Driver.Apply(p), "", words, "No update fields provided")
		end()
		m.WantState(before)
		m.WantNoDrift(before)
	}
}

// A workspace that was deleted since the plan is not updated, and planned again.
func TestResource_updateOfTheDeleted(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]string{"before the read": http.MethodGet, "before the write": http.MethodPut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachAbsence(t, func(t *testing.T, env *harness.Env) {
				config := merged(everything(), attrs{"description": "Live traffic"})
				m := create(t, env, everything())
				p := m.Plan(config)
				id := env.Only().ID
				env.API.Fail(emulator.Fault{Method: when, Path: onePattern, Times: 1, Hook: func(*http.Request) { env.API.DeleteWorkspace(id) }})
				harness.WantError(t, m.Driver.Apply(p), "", "Cannot update workspace", "deleted outside Terraform", "Plan again")
				m.WantState(everything())
				if again := m.Plan(config); again.Action != harness.Create {
					t.Errorf("plans %s, want a create", again.Action)
				}
			})
		})
	}
}
