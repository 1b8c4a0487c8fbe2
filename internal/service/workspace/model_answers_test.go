package workspace_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// onePattern matches the reads of one workspace in a fault, and no list.
const onePattern = "/admin/workspaces/*"

// answer is what the API answers to a read of the workspace.
func (m *managed) answer() attrs {
	m.T.Helper()
	req, err := http.NewRequestWithContext(m.T.Context(), http.MethodGet, m.Env.BaseURL+"/admin/workspaces/"+m.Env.Only().ID, nil)
	if err != nil {
		m.T.Fatal(err)
	}
	req.Header.Set("X-Portkey-Api-Key", m.Env.Key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		m.T.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var told attrs
	if err := json.NewDecoder(resp.Body).Decode(&told); err != nil {
		m.T.Fatal(err)
	}
	return told
}

// answers makes every read of the workspace answer this, until ended.
func (m *managed) answers(body string) (end func()) {
	return m.Env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: onePattern, Body: body})
}

// A key that an answer lacks is not told, and no drift; one that is null is.
func TestResource_absentIsNotNull(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		config := everything()
		m := create(t, env, config)
		m.Refresh()
		whole := m.answer()
		for key := range whole {
			if key == "id" {
				continue
			}
			lacking := merged(whole)
			delete(lacking, key)
			end := m.answers(asJSON(t, lacking))
			m.WantNoDrift(config)
			if t.Failed() {
				t.Fatalf("the answer lacks %s", key)
			}
			end()
		}
		for _, optional := range optionals {
			key := optional.name
			// A null icon goes with a name that does not start with it.
			end := m.answers(asJSON(t, merged(whole, attrs{key: nil, "name": "Production"})))
			p := m.Plan(config)
			if p.Before[key] != nil || p.Action != harness.Update {
				t.Errorf("%s told as null: the state has %v and the plan is %s", key, p.Before[key], p.Action)
			}
			end()
		}
	})
}

// What is not told can't be kept: metadata is not written where an answer lacks
// the defaults that go along with it.
func TestResource_untoldDefaults(t *testing.T) {
	t.Parallel()
	config := attrs{"name": "Production", "description": "one", "defaults": attrs{"metadata": attrs{"team": "payments"}}}
	m := create(t, harness.Start(t), config)
	lacking := m.answer()
	delete(lacking, "defaults")
	m.answers(asJSON(t, lacking))

	p := m.Plan(merged(config, attrs{"defaults": attrs{"metadata": attrs{"team": "fraud"}}}))
	m.Env.API.ResetRequests()
	harness.WantError(t, m.Driver.Apply(p), "", "Cannot update workspace", "does not contain", "defaults", "default_metadata in the provider block")
	m.WantPuts()
	m.WantState(config)

	m.Apply(merged(config, attrs{"description": "two"}))
	m.WantPuts(`{"description": "two"}`)
}

// An answer that is none, or is about another workspace, changes nothing.
func TestResource_oddAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		body  func(t *testing.T, whole attrs) string
		words []string
	}{
		{"an empty object", func(*testing.T, attrs) string { return `{}` }, []string{"no id"}},
		{"null", func(*testing.T, attrs) string { return `null` }, []string{"no id"}},
		{"no id", func(t *testing.T, whole attrs) string { delete(whole, "id"); return asJSON(t, whole) }, []string{"no id"}},
		{"an empty id", func(t *testing.T, whole attrs) string { return asJSON(t, merged(whole, attrs{"id": ""})) }, []string{"no id"}},
		{"another workspace", func(t *testing.T, whole attrs) string {
			return asJSON(t, merged(whole, attrs{"id": "another", "slug": "ws-another", "last_updated_at": "2199-01-01T00:00:00Z"}))
		}, []string{"another"}},
		{"a list", func(*testing.T, attrs) string { return `[]` }, nil},
		{"a page", func(*testing.T, attrs) string { return `<html><body>Sign in</body></html>` }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			config := everything()
			m := create(t, harness.Start(t), config)
			before := m.Driver.State(address)
			p := m.Plan(merged(config, attrs{"description": "other", "defaults": attrs{"metadata": attrs{"team": "other"}}}))
			m.answers(test.body(t, m.answer()))

			m.Env.API.ResetRequests()
			harness.WantError(t, m.Driver.Refresh(address), "", append(test.words, "Cannot read workspace")...)
			harness.WantError(t, m.Driver.Apply(p), "", append(test.words, "Cannot update workspace")...)
			harness.WantUntouched(t, m.Env, true)
			if diff := cmp.Diff(before, m.Driver.State(address)); diff != "" {
				t.Errorf("the state changed: was - is +:\n%s", diff)
			}
		})
	}
}

// lagging are the ways in which reads tell what was before a window of time.
func lagging(window time.Duration) map[string]func(*emulator.Server) {
	return map[string]func(*emulator.Server){
		"all of them": func(api *emulator.Server) { api.SetStale(window) },
		"every other": func(api *emulator.Server) { api.SetFlapping(window) },
	}
}

// The control plane is eventually consistent: no write's success depends on
// reading it back, and what is written next does not depend on it either.
func TestResource_staleReads(t *testing.T) {
	t.Parallel()
	const window = time.Hour
	for name, begin := range lagging(window) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				begin(env.API)
				config := attrs{"name": "Production"}
				m := create(t, env, config)
				m.WantState(config)
				env.API.SetStale(0)
				m.WantNoDrift(config)
				env.API.Advance(2 * window)

				begin(env.API)
				for i, change := range []attrs{
					{"name": "Live"},
					{"name": "Production"},
					{"icon": "🚀", "description": "one", "usage_limits": []any{budget("cost", 5)}},
					{"icon": nil},
					{"name": "🚀 Production", "usage_limits": nil},
					{"name": "Production"},
					{"icon": "🎯"},
					{"icon": nil, "name": "🎯 Production"},
					{"name": "Production"},
					{"name": "Live"},
					{"name": "🎯 Live", "description": "Customer traffic", "defaults": attrs{"metadata": attrs{"team": "fraud"}}},
					{"rate_limits": []any{allowance("rpd", 9)}, "usage_limits": []any{budget("cost", 9)}},
				} {
					config = merged(config, change)
					m.Apply(config, harness.WithoutRefresh)
					m.WantState(config)
					if got := m.onServer(); portkey.DisplayName(got.Icon, got.Name) != displayOf(config) {
						t.Errorf("step %d: the server has %q %q, want %q", i, got.Icon, got.Name, displayOf(config))
					}
				}
				env.API.SetStale(0)
				m.WantNoDrift(config)
				m.Refresh()
				if got, want := m.Driver.State(address)["last_updated_at"], m.answer()["last_updated_at"]; got != want {
					t.Errorf("last_updated_at is %v, want %v", got, want)
				}
			})
		})
	}
}

// displayOf is the name of a configured workspace as Portkey shows it.
func displayOf(config attrs) string {
	icon, _ := config["icon"].(string)
	name, _ := config["name"].(string)
	return portkey.DisplayName(icon, name)
}

// An update is a read, the writes, and a read back; of a rename, a lookup of each form
// of the name comes first.
func TestResource_updateRequests(t *testing.T) {
	t.Parallel()
	m := create(t, harness.Start(t), attrs{"name": "🚀 Production"})
	m.Env.API.Advance(time.Second) // stamps are whole seconds
	m.Apply(attrs{"name": "🚀 Live"})
	var got []string
	for _, one := range m.Env.API.Requests() {
		got = append(got, one.Method)
	}
	if want := []string{"GET", "GET", "GET", "PUT", "PUT", "GET"}; !slices.Equal(got, want) {
		t.Errorf("requests %q, want %q", got, want)
	}
}
