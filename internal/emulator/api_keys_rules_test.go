package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestKey_noScopes(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("")
	for _, scopes := range []string{``, `,"scopes":[]`, `,"scopes":null`} {
		got := a.call("POST", serviceKeys, fmt.Sprintf(`{"name":"n","workspace_id":%q%s}`, home, scopes))
		data, _ := got.object["data"].(map[string]any)
		if _, coded := data["errorCode"]; got.status != http.StatusBadGateway || coded {
			t.Errorf("%s: %d %s", scopes, got.status, got.text)
		}
	}
	if got := a.Count(emulator.APIKeys, home); got != 1 {
		t.Errorf("%d keys", got)
	}
	for _, scopes := range []string{`[]`, `null`, `"logs.list"`, `[7]`, `["logs.list","logs.dance"]`} {
		a.refused("PUT", one, `{"scopes":`+scopes+`}`, http.StatusBadRequest, "AB01", "scopes")
	}
	a.refused("POST", serviceKeys, fmt.Sprintf(`{"name":"n","workspace_id":%q,"scopes":["logs.dance"]}`, home), http.StatusBadRequest, "AB01", "scopes")
	// They are a set: replaced as a whole, and listed in another order than sent.
	a.ok("PUT", one, `{"scopes":["completions.write","policies.read","logs.view","logs.view"]}`)
	same(t, "scopes", a.ok("GET", one, "")["scopes"], `["logs.view","policies.read","completions.write"]`)
	a.SetAnswers(emulator.Answers{AnyScopes: true})
	a.ok("PUT", one, `{"scopes":["logs.dance"]}`)
}

// full has a value for every field that can be cleared.
const full = `"description":"d","usage_limits":{"type":"cost","credit_limit":10,"alert_threshold":5,"periodic_reset":"weekly"},
	"rate_limits":[{"type":"requests","unit":"rpm","value":5}],"alert_emails":["ops@example.com"],"expires_at":"2026-12-01T00:00:00Z",
	"defaults":{"metadata":{"team":"a"},"allow_config_override":false},"rotation_policy":{"rotation_period":"weekly"}`

// What a PUT leaves out stays as it was.
func TestKey_clear(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"description":null}`:                 `{"description":null}`,
		`{"description":""}`:                   `{}`,
		`{"usage_limits":null}`:                `{"usage_limits":null,"next_usage_reset_at":null}`,
		`{"rate_limits":null}`:                 `{"rate_limits":[]}`,
		`{"rate_limits":[]}`:                   `{"rate_limits":[]}`,
		`{"alert_emails":null}`:                `{"alert_emails":null}`,
		`{"expires_at":null}`:                  `{"expires_at":null}`,
		`{"rotation_policy":null}`:             `{"rotation_policy":null}`,
		`{"defaults":{"metadata":null}}`:       `{}`,
		`{"defaults":{"metadata":{}}}`:         `{"defaults":{"metadata":null,"config_id":null,"allow_config_override":false}}`,
		`{"defaults":{"metadata":{"b":"c"}}}`:  `{"defaults":{"metadata":{"b":"c"},"config_id":null,"allow_config_override":false}}`,
		`{"defaults":{"config_id":null}}`:      `{}`,
		`{"name":"x"}`:                         `{"name":"x"}`,
		`{"reset_usage":true}`:                 `{"last_reset_at":"2026-10-15T12:01:00.000Z"}`,
		`{"reset_usage":false}`:                `{}`,
		`{"usage_limits":{"credit_limit":20}}`: `{"usage_limits":{"type":"cost","credit_limit":20,"alert_threshold":5,"periodic_reset":"weekly","periodic_reset_days":null,"next_usage_reset_at":"2026-10-18T00:00:00.000Z","current_usage":0.25,"status":"active"}}`,
		`{"usage_limits":{"credit_limit":10,"alert_threshold":null,"periodic_reset":null,"next_usage_reset_at":null}}`: `{"next_usage_reset_at":null,
			"usage_limits":{"type":"cost","credit_limit":10,"alert_threshold":null,"periodic_reset":null,"periodic_reset_days":null,"next_usage_reset_at":null,"current_usage":0.25,"status":"active"}}`,
		`{"defaults":{"allow_config_override":true}}`: `{"allow_config_override":1,"defaults":{"metadata":{"team":"a"},"config_id":null,"allow_config_override":true}}`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			_, one, _ := a.keyed("," + full)
			wanted := a.ok("GET", one, "")
			for field, value := range parse(t, want).(map[string]any) {
				if wanted[field] = value; field == "rotation_policy" && value == nil {
					delete(wanted, field)
				}
			}
			wanted["last_updated_at"] = "2026-10-15T12:01:00.000Z"
			a.Advance(time.Minute)
			a.ok("PUT", one, body)
			same(t, "the key", a.ok("GET", one, ""), toJSON(t, wanted))
		})
	}
}

func TestKey_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("," + full)
	before := a.ok("GET", one, "")
	for _, c := range []struct{ body, param string }{
		{`{"description":7}`, "description"},
		{`{"usage_limits":{}}`, "usage_limits"},
		{`{"usage_limits":[]}`, "usage_limits"},
		{`{"usage_limits":[{"credit_limit":1}]}`, "usage_limits"},
		{`{"usage_limits":{"credit_limit":0}}`, "usage_limits"},
		{`{"usage_limits":{"credit_limit":4}}`, "usage_limits"},        // below the threshold that stays
		{`{"usage_limits":{"periodic_reset_days":7}}`, "usage_limits"}, // beside the period that stays
		{`{"usage_limits":{"credit_limit":7,"shade":"red"}}`, "usage_limits"},
		{`{"rate_limits":{"value":1}}`, "rate_limits"},
		{`{"rate_limits":[{"type":"requests","unit":"rpm"}]}`, "rate_limits"},
		{`{"alert_emails":[]}`, "alert_emails"},
		{`{"alert_emails":["ops"]}`, "alert_emails"},
		{`{"expires_at":"2026-10-15T12:00:00Z"}`, "expires_at"},
		{`{"expires_at":"tomorrow"}`, "expires_at"},
		{`{"expires_at":"2026-12-01"}`, "expires_at"},
		{`{"defaults":null}`, "defaults"},
		{`{"defaults":{}}`, "defaults"},
		{`{"defaults":{"shade":"red"}}`, "defaults"},
		{`{"defaults":{"metadata":"x"}}`, "defaults"},
		{`{"defaults":{"metadata":{"a":7}}}`, "defaults"},
		{`{"defaults":{"allow_config_override":1}}`, "defaults"},
		{`{"reset_usage":null}`, "reset_usage"},
		{`{"user_id":"x"}`, "user_id"},
		{`{"user_id":null}`, "user_id"},
		{`{"workspace_id":"x"}`, "workspace_id"},
		{`{"type":"workspace-user"}`, "type"},
		{`{"name":" "}`, "name"},
	} {
		a.refused("PUT", one, c.body, http.StatusBadRequest, "AB01", c.param)
	}
	same(t, "the key after all that", a.ok("GET", one, ""), toJSON(t, before))

	create := func(fields string) string {
		return fmt.Sprintf(`{"name":"n","scopes":["logs.list"],"workspace_id":%q,%s}`, home, fields)
	}
	for _, c := range []struct{ fields, param string }{
		{`"description":null`, "description"}, {`"usage_limits":null`, "usage_limits"}, {`"alert_emails":null`, "alert_emails"},
		{`"rate_limits":[]`, "rate_limits"}, {`"defaults":{"metadata":{}}`, "defaults"}, {`"defaults":{"metadata":null}`, "defaults"},
		{`"defaults":{"config_id":null}`, "defaults"}, {`"expires_at":"2026-10-15T11:00:00Z"`, "expires_at"},
	} {
		a.refused("POST", serviceKeys, create(c.fields), http.StatusBadRequest, "AB01", c.param)
	}
	a.ok("POST", serviceKeys, create(`"description":"","rate_limits":null,"expires_at":null,"rotation_policy":null`))
}

func TestKey_clearOtherwise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answers           emulator.Answers
		body, field, want string
	}{
		{emulator.Answers{BlankClears: true}, `{"description":""}`, "description", `null`},
		{emulator.Answers{NullKeeps: true}, `{"description":null}`, "description", `"d"`},
		{emulator.Answers{WholeDefaults: true}, `{"defaults":{"config_id":null}}`, "defaults", `{"metadata":null,"config_id":null,"allow_config_override":true}`},
		{emulator.Answers{Trims: true}, `{"description":" e "}`, "description", `"e"`},
		{emulator.Answers{Unset: emulator.UnsetEmpty}, `{"description":null}`, "description", `""`},
		{emulator.Answers{Unset: emulator.UnsetEmpty}, `{"alert_emails":null}`, "alert_emails", `[]`},
		{emulator.Answers{Unset: emulator.UnsetAbsent}, `{"defaults":{"metadata":{}}}`, "defaults", `{"config_id":null,"allow_config_override":false}`},
		{emulator.Answers{Bookkeeping: true}, `{"usage_limits":null}`, "usage_limits", `{"is_expired_alerts_sent":true}`},
	} {
		a := start(t, emulator.WithAnswers(c.answers))
		_, one, _ := a.keyed("," + full)
		a.ok("PUT", one, c.body)
		same(t, c.body, a.ok("GET", one, "")[c.field], c.want)
	}
	a := start(t, emulator.WithAnswers(emulator.Answers{RigidLimits: true}))
	_, one, _ := a.keyed("," + full)
	a.refused("PUT", one, `{"usage_limits":{"periodic_reset":null}}`, http.StatusBadRequest, "AB01", "usage_limits")
	a.refused("PUT", one, `{"usage_limits":{"type":"tokens"}}`, http.StatusBadRequest, "AB01", "usage_limits")
}

// A higher limit and reset_usage reactivate a key.
func TestKey_exhausted(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, _ := a.keyed("," + full)
	status := func(body string) any {
		a.Edit(emulator.APIKeys, idOf(one), map[string]any{"status": "exhausted"})
		a.ok("PUT", one, body)
		return a.ok("GET", one, "")["status"]
	}
	for body, want := range map[string]string{
		`{"name":"x"}`: `"exhausted"`, `{"usage_limits":{"type":"cost","credit_limit":10}}`: `"exhausted"`, `{"reset_usage":false}`: `"exhausted"`,
		`{"reset_usage":true}`: `"active"`,
	} {
		same(t, body, status(body), want)
	}
	same(t, "a higher limit", status(`{"usage_limits":{"type":"cost","credit_limit":11}}`), `"active"`)
}

func TestKey_staleLimits(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{StaleLimits: time.Minute}))
	_, one, _ := a.keyed("," + full)
	limits := func() string {
		got := a.ok("GET", one, "")
		usage, _ := got["usage_limits"].(map[string]any)
		return toJSON(t, []any{usage["credit_limit"], len(got["rate_limits"].([]any)), got["description"]})
	}
	same(t, "after the create", parse(t, limits()), `[null,0,"d"]`)
	a.Advance(time.Minute)
	same(t, "a minute later", parse(t, limits()), `[10,1,"d"]`)
	a.ok("PUT", one, `{"usage_limits":{"credit_limit":20},"rate_limits":null,"description":"e"}`)
	same(t, "after the update", parse(t, limits()), `[10,1,"e"]`)
	a.Advance(time.Minute)
	same(t, "a minute after that", parse(t, limits()), `[20,0,"e"]`)
}

// personal is a user's key in a workspace of its own.
func (a *api) personal(fields string) (home, one string) {
	a.t.Helper()
	home, path := workplace(a)
	user := a.person(fmt.Sprintf("user-%d@example.com", len(a.All(emulator.Users))), "member")
	a.ok("POST", path, seat(user, "member"))
	made := a.ok("POST", userKeys, fmt.Sprintf(`{"name":"n","scopes":["logs.list"],"workspace_id":%q,"user_id":%q%s}`, home, user, fields))
	return home, fmt.Sprint("/api-keys/", made["id"])
}

func TestKey_enforced(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{
		EnforcedRotationDays: 30, MaxTTL: 10 * 24 * time.Hour, EnforcedMetadata: map[string]string{"cost_unit": "none"},
	}))
	_, one := a.personal("")
	got := a.ok("GET", one, "")
	same(t, "expires_at", got["expires_at"], `"2026-10-25T12:00:00.000Z"`)
	same(t, "expiry_enforced", got["expiry_enforced"], `1`)
	policy := `{"rotation_period":null,"rotation_period_days":30,"next_rotation_at":"2026-11-14T00:00:00.000Z","key_transition_period_ms":1800000,"status":"ACTIVE"}`
	same(t, "rotation_policy", got["rotation_policy"], policy)
	same(t, "defaults", got["defaults"], `{"metadata":{"cost_unit":"none"},"config_id":null,"allow_config_override":true}`)
	for body, param := range map[string]string{
		`{"expires_at":"2026-10-26T00:00:00Z"}`: "expires_at", `{"rotation_policy":null}`: "rotation_policy",
		`{"rotation_policy":{"rotation_period":"weekly"}}`: "rotation_policy", `{"rotation_policy":{"next_rotation_at":"2026-11-01T00:00:00Z"}}`: "rotation_policy",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	a.ok("PUT", one, `{"rotation_policy":{"rotation_period_days":30},"expires_at":null}`)
	same(t, "as it was", a.ok("GET", one, ""), toJSON(t, replacedField(got, "last_updated_at", "2026-10-15T12:00:00.000Z")))

	// Of others only metadata and the longest life are enforced.
	_, service, _ := a.keyed("")
	got = a.ok("GET", service, "")
	same(t, "a service key", []any{got["expires_at"], got["rotation_policy"], got["expiry_enforced"]}, `[null,null,0]`)
	same(t, "its metadata", got["defaults"].(map[string]any)["metadata"], `{"cost_unit":"none"}`)
	a.refused("PUT", service, `{"expires_at":"2026-10-26T00:00:00Z"}`, http.StatusBadRequest, "AB01", "expires_at")
	a.ok("PUT", service, `{"expires_at":"2026-10-25T00:00:00Z","rotation_policy":{"rotation_period":"weekly"}}`)
}

// replacedField is an object with another value of one field.
func replacedField(object map[string]any, field string, value any) map[string]any {
	other := map[string]any{}
	for key, one := range object {
		other[key] = one
	}
	other[field] = value
	return other
}

func TestKey_inheritedConfig(t *testing.T) {
	t.Parallel()
	a := start(t)
	configOf := func(one string) any { return a.ok("GET", one, "")["defaults"].(map[string]any)["config_id"] }
	home, before := a.personal("")
	config := a.ok("POST", "/configs", fmt.Sprintf(`{"name":"c","config":{"retry":{"attempts":1}},"workspace_id":%q}`, home))
	a.edit(home, fmt.Sprintf(`{"defaults":{"user_api_key_config":%q}}`, config["slug"]))
	user := a.ok("GET", before, "")["user_id"]
	create := fmt.Sprintf(`{"name":"n","scopes":["logs.list"],"workspace_id":%q,"user_id":%q}`, home, user)
	again := func() string { return fmt.Sprint("/api-keys/", a.ok("POST", userKeys, create)["id"]) }
	same(t, "by default", configOf(again()), `null`)
	a.SetAnswers(emulator.Answers{InheritedConfig: true})
	one := again()
	same(t, "inherited", configOf(one), toJSON(t, config["id"]))
	same(t, "allow_config_override", a.ok("GET", one, "")["allow_config_override"], `1`)
	a.ok("PUT", one, `{"defaults":{"config_id":null}}`)
	same(t, "cleared", configOf(one), `null`)
	_, elsewhere := a.personal("")
	same(t, "in a workspace without one", configOf(elsewhere), `null`)
}

// What a person does in the UI is not held to the forms of the API.
func TestKey_behind(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("," + full)
	a.Edit(emulator.APIKeys, idOf(one), map[string]any{
		"description": nil, "usage_limits": nil, "rate_limits": nil, "defaults": nil, "alert_emails": nil, "expires_at": nil, "rotation_policy": nil,
		"scopes": []string{"later.scope"}, "status": "exhausted",
	})
	got := a.ok("GET", one, "")
	same(t, "cleared", []any{
		got["description"], got["usage_limits"], got["rate_limits"], got["defaults"], got["alert_emails"], got["expires_at"], got["rotation_policy"],
		got["scopes"], got["status"], got["api_key_defaults_id"],
	}, `[null,null,[],{"metadata":null,"config_id":null,"allow_config_override":false},null,null,null,["later.scope"],"exhausted",null]`)
	a.Edit(emulator.APIKeys, idOf(one), map[string]any{"expires_at": "2026-10-01T00:00:00Z"})
	same(t, "expired", a.ok("GET", one, "")["status"], `"expired"`)
	a.Edit(emulator.APIKeys, idOf(one), map[string]any{"defaults": map[string]any{"config_id": "pc-gone-000001"}})
	same(t, "a config that is not there", a.ok("GET", one, "")["defaults"].(map[string]any)["config_id"], `"pc-gone-000001"`)
	id := a.Add(emulator.APIKeys, home, map[string]any{"secret": "a-secret-of-the-test", "scopes": []string{"logs.list"}})
	same(t, "secrets", a.LiveSecrets(id), `["a-secret-of-the-test"]`)
	same(t, "creation_mode", a.ok("GET", "/api-keys/"+id, "")["creation_mode"], `"ui"`)
	if !panics(func() { a.Edit(emulator.APIKeys, id, map[string]any{"workspace_id": home}) }) {
		t.Error("moved to another workspace")
	}
}
