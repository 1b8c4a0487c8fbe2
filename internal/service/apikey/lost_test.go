package apikey_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// losses are the ways to lose the answer to a POST.
func losses() map[string]emulator.Fault {
	return map[string]emulator.Fault{
		"a reset":                   {Reset: true},
		"500":                       {Status: 500},
		"502 of a gateway":          {Status: 502, Body: `{"error": "bad gateway"}`},
		"a page with 200":           {Status: 200, HTML: true},
		"an empty 200":              {Status: 200, Body: " "},
		"200 without an id":         {Status: 200, Body: `{"success": true}`},
		"an answer that breaks off": {Truncate: true},
	}
}

const createPattern = "/api-keys/*/*"

func lost(fault emulator.Fault, path string) emulator.Fault {
	fault.Method, fault.Path, fault.When, fault.Times = http.MethodPost, path, emulator.After, 1
	return fault
}

// A create whose answer is lost is found again and rotated: there is one key, with a
// secret that the state has.
func TestResource_createLost(t *testing.T) {
	t.Parallel()
	for name, fault := range losses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Manage(t, address)
			env.API.Fail(lost(fault, createPattern))
			_, diags := m.Driver.Converge(address, in(home.ID))
			harness.NoErrors(t, diags)
			harness.WantOne(t, diags, "", "API key adopted", `"backend"`, only(t, env).ID, "It was rotated", "Nothing was created twice")
			if writes := sent(env); len(writes) != 2 {
				t.Errorf("writes %q, want a create and a rotation", writes)
			}
			wantRecovered(t, env, m, in(home.ID))
		})
	}
}

// wantRecovered wants one key whose newest secret is the one in the state, and that of the
// create, which nobody knows, only for the transition.
func wantRecovered(t *testing.T, env *harness.Env, m *harness.Managed, config attrs) {
	t.Helper()
	live := env.API.LiveSecrets(only(t, env).ID)
	if len(live) != 2 || live[0] != secretOf(m) {
		t.Errorf("%d secrets work, and the newest is in the state: %v", len(live), live[0] == secretOf(m))
	}
	if m.Driver.Tainted(address) {
		t.Error("the key is tainted")
	}
	m.WantState(config)
	m.WantState(attrs{"id": only(t, env).ID, "key_version": 1})
	m.WantEmptyPlan(config)
	env.API.Advance(31 * time.Minute)
	wantLive(t, env, secretOf(m))
}

// An answer without the secret, or without the id, is as good as lost.
func TestResource_createWithoutSecret(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"without the key":      `{"id": "%s", "object": "api-key"}`,
		"with a masked key":    `{"id": "%s", "key": "z1*****3AX", "object": "api-key"}`,
		"without the id":       `{"key": "z1aaaaaaaaaaaaaaaaaaaaaa3AX", "object": "api-key"}`,
		"with null for a key":  `{"id": "%s", "key": null}`,
		"with blank for a key": `{"id": "%s", "key": ""}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			rewriteCreate(t, env, body)
			m := env.Manage(t, address)
			_, diags := m.Driver.Converge(address, in(home.ID))
			harness.NoErrors(t, diags)
			harness.WantOne(t, diags, "", "API key adopted", only(t, env).ID)
			wantRecovered(t, env, m, in(home.ID))
		})
	}
}

// rewriteCreate answers creates with this body, in which %s is the id.
func rewriteCreate(t *testing.T, env *harness.Env, body string) {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || strings.HasSuffix(r.URL.Path, "/rotate") {
			env.API.ServeHTTP(w, r)
			return
		}
		env.API.ServeHTTP(httptest.NewRecorder(), r)
		fmt.Fprint(w, strings.ReplaceAll(body, "%s", only(t, env).ID))
	}))
	t.Cleanup(proxy.Close)
	env.BaseURL = proxy.URL + "/v1"
}

// A lost create that can't be rotated is in the state without its secret, and tainted:
// the next apply replaces it.
func TestResource_createLostUnrotatable(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		fault emulator.Fault
		words []string
	}{
		"without the scope": {emulator.Fault{Status: 403, When: emulator.Before}, []string{"403 AB03", "it needs the scope workspace_service_api_keys.rotate"}},
		"lost as well":      {emulator.Fault{Reset: true, When: emulator.After}, []string{"Nobody knows the secret"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Manage(t, address)
			env.API.Fail(lost(emulator.Fault{Reset: true}, createPattern))
			one.fault.Method, one.fault.Path = http.MethodPost, rotatePattern
			heal := env.API.Fail(one.fault)
			_, diags := m.Driver.Converge(address, in(home.ID))
			id := only(t, env).ID
			harness.WantError(t, diags, "", append(one.words, "Cannot create API key", id, "Apply again", "terraform untaint")...)
			m.WantState(attrs{"id": id, "key": nil, "encrypted_key": nil})
			if !m.Driver.Tainted(address) {
				t.Error("the key is not tainted")
			}
			heal()
			_, diags = m.Driver.Converge(address, in(home.ID))
			harness.NoErrors(t, diags)
			if only(t, env).ID == id {
				t.Error("the key was not replaced")
			}
			wantLive(t, env, secretOf(m))
		})
	}
}

// A create that was lost before it had an effect is not sent again by itself, and one
// that might be one of two is not adopted.
func TestResource_createLostNothingFound(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.Before, Times: 1, Reset: true})
	_, diags := m.Driver.Converge(address, in(home.ID))
	harness.WantError(t, diags, "", "Cannot create API key", "was created is not known", "apply again")
	if m.Driver.State(address) != nil || len(env.API.All(emulator.APIKeys)) > 0 {
		t.Error("something is there")
	}
	harness.NoErrors(t, second(m.Driver.Converge(address, in(home.ID))))
	wantLive(t, env, secretOf(m))
}

func second(_ *harness.Plan, diags harness.Diagnostics) harness.Diagnostics { return diags }

func TestResource_createLostAmbiguous(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	fault := lost(emulator.Fault{Reset: true}, createPattern)
	fault.Hook = func(*http.Request) {
		env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "creation_mode": "api", "scopes": []any{"completions.write", "logs.write"}})
	}
	env.API.Fail(fault)
	_, diags := m.Driver.Converge(address, in(home.ID))
	all := env.API.All(emulator.APIKeys)
	if len(all) != 2 {
		t.Fatalf("there are %d API keys, want 2", len(all))
	}
	harness.WantError(t, diags, "", "Cannot create API key", all[0].ID, all[1].ID, "The secret of the one that was created is lost")
	if m.Driver.State(address) != nil {
		t.Error("one of them is in the state")
	}
	for _, one := range all {
		if len(env.API.LiveSecrets(one.ID)) != 1 {
			t.Errorf("%s was rotated", one.ID)
		}
	}
}

// A rotation whose answer is lost leaves the previous secret in the state, which works
// until the time that the error says; the next rotation after that repairs it.
func TestResource_rotateLost(t *testing.T) {
	t.Parallel()
	for name, fault := range losses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID, "rotate_trigger", "march"))
			first := secretOf(m)
			config := in(home.ID, "rotate_trigger", "april", "description", "Live")
			p := m.Plan(config)
			env.API.Fail(lost(fault, rotatePattern))
			env.API.ResetRequests()
			diags := m.Driver.Apply(p)
			until := env.API.All(emulator.APIKeys)[0].Fields["key_transition_expires_at"].(time.Time)
			harness.WantError(t, diags, "rotate_trigger", "Cannot rotate API key", "The API key was rotated, but the response was lost", "The other changes of this update were written",
				until.UTC().Truncate(time.Minute).Format("2006-01-02T15:04"))
			if posts := env.API.Bodies(http.MethodPost, ""); len(posts) != 1 {
				t.Errorf("%d rotations were sent", len(posts))
			}
			m.WantState(attrs{"key": first, "rotate_trigger": "march", "description": "Live", "key_version": 1})
			if live := env.API.LiveSecrets(only(t, env).ID); len(live) != 2 || live[1] != first {
				t.Errorf("the secret in the state does not work")
			}

			// Within the transition, the refresh keeps the secret, and the rotation fails at plan.
			diags = m.Driver.Refresh(address)
			harness.WantOne(t, diags, "key", "Secret of the API key is lost", "Apply the rotation again after that time")
			m.WantState(attrs{"key": first})
			if diags := m.Driver.Refresh(address); len(diags) > 0 {
				t.Errorf("the second refresh warns of\n%s", diags)
			}
			_, diags = m.Driver.Plan(address, config)
			harness.WantError(t, diags, "rotate_trigger", "Cannot rotate API key", "Nothing was changed")

			env.API.Advance(31 * time.Minute)
			m.Apply(config)
			if live := env.API.LiveSecrets(only(t, env).ID); len(live) != 2 || live[0] != secretOf(m) {
				t.Errorf("the secret in the state does not work")
			}
			m.WantState(attrs{"key_version": 2, "rotate_trigger": "april"})
			m.WantEmptyPlan(config)
			env.API.Advance(31 * time.Minute)
			wantLive(t, env, secretOf(m))
		})
	}
}

// A rotation that was lost before it had an effect is planned again at once.
func TestResource_rotateLostBeforeEffect(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	first := secretOf(m)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: rotatePattern, Times: 1, Reset: true})
	_, diags := m.Driver.Converge(address, in(home.ID, "rotate_trigger", "march"))
	harness.WantError(t, diags, "rotate_trigger", "it was not rotated", "Apply again")
	m.WantState(attrs{"key": first, "rotate_trigger": nil})
	wantLive(t, env, first)
	m.Apply(in(home.ID, "rotate_trigger", "march"))
	wantLive(t, env, secretOf(m), first)
}
