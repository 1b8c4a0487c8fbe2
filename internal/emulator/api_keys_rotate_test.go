package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// works reports which of the secrets call the API.
func (a *api) works(secrets ...string) string {
	a.t.Helper()
	var worked []bool
	for _, secret := range secrets {
		worked = append(worked, a.as(secret).call("GET", "/nowhere", "").status != http.StatusUnauthorized)
	}
	return fmt.Sprint(worked)
}

func TestKey_rotate(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, first := a.keyed("")
	before := a.ok("GET", one, "")
	a.Advance(time.Minute)
	got := a.ok("POST", one+"/rotate", "")
	second := got["key"].(string)
	same(t, "answer", got, fmt.Sprintf(`{"object":"api-key","id":%q,"key":%q,"key_transition_expires_at":"2026-10-15T12:31:00.000Z"}`, idOf(one), second))
	after := a.ok("GET", one, "")
	if after["key"] == before["key"] || first == second {
		t.Errorf("the same secret, %v", after["key"])
	}
	same(t, "last_updated_at", after["last_updated_at"], `"2026-10-15T12:01:00.000Z"`)
	for _, field := range []string{"key", "last_updated_at"} {
		delete(before, field)
		delete(after, field)
	}
	same(t, "the rest", after, toJSON(t, before))

	same(t, "live", a.LiveSecrets(idOf(one)), toJSON(t, []string{second, first}))
	if got := a.works(first, second); got != "[true true]" {
		t.Errorf("during the transition: %s", got)
	}
	a.refused("POST", one+"/rotate", "{}", http.StatusConflict, "AB07", "")
	if !panics(func() { a.RotateKey(idOf(one)) }) {
		t.Error("a person may rotate during the transition")
	}
	a.Advance(30*time.Minute - time.Second)
	if got := a.works(first, second); got != "[true true]" {
		t.Errorf("at the end of the transition: %s", got)
	}
	a.Advance(time.Second)
	if got := a.works(first, second); got != "[false true]" {
		t.Errorf("after the transition: %s", got)
	}
	same(t, "transition", a.ok("POST", one+"/rotate", `{"key_transition_period_ms":3600000}`)["key_transition_expires_at"], `"2026-10-15T13:31:00.000Z"`)
	if got := a.works(first, second); got != "[false true]" {
		t.Errorf("after the second rotation: %s", got)
	}
	a.Advance(time.Hour)
	third := a.RotateKey(idOf(one))
	if got := a.works(second, third); got != "[false true]" || a.LiveSecrets(idOf(one))[0] != third {
		t.Errorf("rotated in the UI: %s", got)
	}
}

func TestKey_rotateRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, first := a.keyed("")
	for _, body := range []string{
		`{"key_transition_period_ms":1799999}`, `{"key_transition_period_ms":1800000.5}`, `{"key_transition_period_ms":null}`, `{"key_transition_period_ms":"1800000"}`, `{"shade":"red"}`, `[]`,
	} {
		a.refused("POST", one+"/rotate", body, http.StatusBadRequest, "AB01", "")
	}
	a.refused("POST", "/api-keys/nowhere/rotate", "{}", http.StatusNotFound, "AB08", "")
	a.refused("POST", one+"/rotate?shade=red", "{}", http.StatusBadRequest, "AB01", "shade")
	b := a.as(a.AddKey(emulator.Key{}))
	a.SetScopes(b.key, "workspace_service_api_keys.update")
	b.refused("POST", one+"/rotate", "{}", http.StatusForbidden, "AB03", "")
	same(t, "live", a.LiveSecrets(idOf(one)), toJSON(t, []string{first}))
	a.SetAnswers(emulator.Answers{RotateByUpdate: true})
	b.ok("POST", one+"/rotate", "{}")
	a.Advance(time.Hour)
	a.SetScopes(b.key, "workspace_service_api_keys.rotate")
	b.ok("POST", one+"/rotate", "{}")
}

func TestKey_policy(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, _ := a.keyed("")
	policy := func(body string) any {
		a.ok("PUT", one, `{"rotation_policy":`+body+`}`)
		return a.ok("GET", one, "")["rotation_policy"]
	}
	for _, c := range []struct{ body, want string }{
		{`{"rotation_period":"weekly"}`, `{"rotation_period":"weekly","next_rotation_at":"2026-10-19T00:00:00.000Z","key_transition_period_ms":1800000,"status":"ACTIVE"}`},
		{`{"rotation_period":"monthly","key_transition_period_ms":7200000}`, `{"rotation_period":"monthly","next_rotation_at":"2026-11-01T00:00:00.000Z","key_transition_period_ms":7200000,"status":"ACTIVE"}`},
		{`{"rotation_period_days":90,"rotation_period":null}`, `{"rotation_period":null,"rotation_period_days":90,"next_rotation_at":"2027-01-13T00:00:00.000Z","key_transition_period_ms":1800000,"status":"ACTIVE"}`},
		{`{"next_rotation_at":"2026-10-20T17:00:00Z"}`, `{"rotation_period":null,"next_rotation_at":"2026-10-20T00:00:00.000Z","key_transition_period_ms":1800000,"status":"ACTIVE"}`},
		{`null`, `null`},
	} {
		same(t, c.body, policy(c.body), c.want)
	}
	for _, body := range []string{
		`{}`, `[]`, `"weekly"`, `{"rotation_period":null}`, `{"key_transition_period_ms":1800000}`, `{"rotation_period":"daily"}`, `{"rotation_period_days":0}`,
		`{"rotation_period_days":366}`, `{"rotation_period":"weekly","rotation_period_days":7}`, `{"rotation_period":"weekly","next_rotation_at":"2026-11-01T00:00:00Z"}`,
		`{"rotation_period":"weekly","key_transition_period_ms":1799999}`, `{"rotation_period_days":1,"key_transition_period_ms":86400000}`,
		`{"next_rotation_at":"2026-10-15T23:00:00Z"}`, `{"next_rotation_at":"tomorrow"}`, `{"rotation_period":"weekly","shade":"red"}`,
	} {
		a.refused("PUT", one, `{"rotation_policy":`+body+`}`, http.StatusBadRequest, "AB01", "rotation_policy")
	}
	a.SetAnswers(emulator.Answers{RotationDates: true})
	policy(`{"rotation_period":"weekly","next_rotation_at":"2026-11-01T00:00:00Z"}`)
}

// A policy rotates by the clock: one, and one for each period that has passed.
func TestKey_policyRotates(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, first := a.keyed(`,"rotation_policy":{"rotation_period":"weekly","key_transition_period_ms":7200000}`)
	a.Advance(84*time.Hour - time.Second)
	same(t, "the second before", a.LiveSecrets(idOf(one)), toJSON(t, []string{first}))
	a.Advance(time.Second)
	live := a.LiveSecrets(idOf(one))
	if len(live) != 2 || live[1] != first {
		t.Fatalf("at midnight: %v, and %s", live, first)
	}
	got := a.ok("GET", one, "")
	same(t, "last_updated_at", got["last_updated_at"], `"2026-10-19T00:00:00.000Z"`)
	same(t, "next_rotation_at", got["rotation_policy"].(map[string]any)["next_rotation_at"], `"2026-10-26T00:00:00.000Z"`)
	a.refused("POST", one+"/rotate", "{}", http.StatusConflict, "AB07", "")
	a.Advance(2 * time.Hour)
	if got := a.works(first, live[0]); got != "[false true]" {
		t.Errorf("after the transition: %s", got)
	}
	same(t, "the transition of the policy", a.ok("POST", one+"/rotate", "{}")["key_transition_expires_at"], `"2026-10-19T04:00:00.000Z"`)
	a.Advance(21 * 24 * time.Hour)
	if got := a.works(first, live[0]); got != "[false false]" {
		t.Errorf("after three periods: %s", got)
	}
	same(t, "next_rotation_at", a.ok("GET", one, "")["rotation_policy"].(map[string]any)["next_rotation_at"], `"2026-11-16T00:00:00.000Z"`)

	// A date alone is once, and waits for the end of a transition.
	_, once, old := a.keyed(`,"rotation_policy":{"next_rotation_at":"2026-11-20T00:00:00Z"}`)
	a.Advance(10*24*time.Hour + 21*time.Hour + 50*time.Minute)
	kept := a.RotateKey(idOf(once))
	a.Advance(10 * time.Minute)
	if live := a.LiveSecrets(idOf(once)); len(live) != 2 || live[0] != kept || live[1] != old {
		t.Errorf("during the transition: %v", live)
	}
	a.Advance(20 * time.Minute)
	if live := a.LiveSecrets(idOf(once)); len(live) != 2 || live[1] != kept {
		t.Errorf("after it: %v, and %s", live, kept)
	}
	same(t, "the policy", a.ok("GET", once, "")["rotation_policy"], `{"rotation_period":null,"next_rotation_at":null,"key_transition_period_ms":1800000,"status":"ACTIVE"}`)
}

// Reads may be older than a rotation; the secrets never are.
func TestKey_rotateStale(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, _ := a.keyed("")
	before := a.ok("GET", one, "")["key"]
	a.Advance(time.Minute)
	second := a.RotateKey(idOf(one))
	a.SetStale(30 * time.Second)
	same(t, "a stale read", a.ok("GET", one, "")["key"], toJSON(t, before))
	if got := a.works(second); got != "[true]" {
		t.Errorf("the new secret: %s", got)
	}
}

func TestKey_answersWithout(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("")
	body := replaced(`{"name":"n","scopes":["logs.list"],"workspace_id":"HOME"}`, "HOME", home)
	for want, answers := range map[string]emulator.Answers{"id,object": {WithoutKey: true}, "key,object": {WithoutID: true}} {
		a.SetAnswers(answers)
		if got := keysOf(a.ok("POST", serviceKeys, body)); got != want {
			t.Errorf("a create answers %s, want %s", got, want)
		}
		rotated := a.ok("POST", one+"/rotate", "{}")
		delete(rotated, "key_transition_expires_at")
		if got := keysOf(rotated); got != want {
			t.Errorf("a rotation answers %s, want %s", got, want)
		}
		a.Advance(time.Hour)
	}
	if got := a.Count(emulator.APIKeys, home); got != 3 {
		t.Errorf("%d keys", got)
	}
}
