package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// provided is a workspace that may use an integration, and the query that names it.
func provided(t *testing.T) (a *api, home emulator.Workspace, in string) {
	t.Helper()
	a, one, home, _ := granting(t)
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true,"create_default_provider":false}]}`, "HOME", home.ID)
	return a, home, "?workspace_id=" + home.ID
}

// post is the body of a POST with more fields than it has to have.
func post(home emulator.Workspace, more string) string {
	return fmt.Sprintf(`{"name":"Chat","slug":"chat","integration_id":"openai","workspace_id":%q%s}`, home.ID, more)
}

func TestProvider_shape(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	made := a.ok("POST", "/providers", post(home, `,"note":"n","expires_at":"2027-01-01T00:00:00Z","usage_limits":{"type":"cost","credit_limit":5},"tags":{"a":"1"}`))
	same(t, "answer to POST", made, fmt.Sprintf(`{"id":%q,"slug":"chat","object":"provider"}`, made["id"]))
	common := replaced(`{"id":"ID","slug":"chat","name":"Chat","object":"provider","status":"active","note":"n","integration_id":"openai","ai_provider_name":"openai",
		"provider":"openai","created_at":"2026-10-15T12:00:00.000Z","expires_at":"2027-01-01T00:00:00.000Z","last_reset_at":null,"tags":{"a":"1"},
		"usage_limits":{"type":"cost","credit_limit":5,"alert_threshold":null,"periodic_reset":null,"periodic_reset_days":null,"next_usage_reset_at":null,
		"current_usage":0.25,"status":"active"}`, "ID", fmt.Sprint(made["id"]))
	read := common + `,"rate_limits":[],"model_config":{},"key":"","masked_api_key":"sk*****789"}`
	same(t, "read", a.ok("GET", "/providers/chat"+in, ""), read)
	same(t, "read by id", a.ok("GET", fmt.Sprint("/providers/", made["id"], in), ""), read)
	same(t, "item", a.list("/providers" + in)[0], common+fmt.Sprintf(`,"rate_limits":null,"model_config":null,"reset_usage":null,"workspace_name":"Home",
		"workspace_id":%q,"organisation_id":%q}`, home.ID, a.OrganisationID()))
	a.SetAnswers(emulator.Answers{NewerIntegrations: true})
	same(t, "integration_id", a.ok("GET", "/providers/chat"+in, "")["integration_id"], fmt.Sprintf("%q", a.All(emulator.Integrations)[0].ID))
	a.SetAnswers(emulator.Answers{})
	a.Advance(100 * 24 * time.Hour)
	same(t, "status", a.ok("GET", "/providers/chat"+in, "")["status"], `"expired"`)
}

// The workspace is named by its id: in the query of a PUT, in its body, or in both.
func TestProvider_workspace(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	a.refused("POST", "/providers", `{"name":"n","integration_id":"openai"}`, http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("POST", "/providers", fmt.Sprintf(`{"name":"n","integration_id":"openai","workspace_id":%q}`, home.Slug), http.StatusBadRequest, "AB01", "workspace_id")
	a.ok("POST", "/providers", post(home, ""))
	for query, body := range map[string]string{in: `{"note":"1"}`, "": `{"note":"2","workspace_id":"HOME"}`, in + "&": `{"note":"3","workspace_id":"HOME"}`} {
		same(t, "answer to PUT", keysOf(a.ok("PUT", "/providers/chat"+query, replaced(body, "HOME", home.ID))), `"id,slug"`)
	}
	a.refused("PUT", "/providers/chat", `{"note":"1"}`, http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("PUT", "/providers/chat"+in, `{"note":"1","workspace_id":"nowhere"}`, http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("PUT", "/providers/chat", fmt.Sprintf(`{"note":"1","workspace_id":%q}`, home.Slug), http.StatusBadRequest, "AB01", "workspace_id")
	a.SetAnswers(emulator.Answers{SlugFilters: true})
	a.ok("GET", "/providers/chat?workspace_id="+home.Slug, "")
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	b.ok("GET", "/providers/chat", "")
	b.ok("POST", "/providers", `{"name":"n","integration_id":"openai"}`)
}

// One whose integration the workspace may not use looks like a missing right.
func TestProvider_grant(t *testing.T) {
	t.Parallel()
	a, one, home, other := granting(t)
	in := "?workspace_id=" + home.ID
	a.refused("POST", "/providers", post(home, ""), http.StatusForbidden, "AB03", "")
	a.refused("POST", "/providers", fmt.Sprintf(`{"name":"n","integration_id":"nowhere","workspace_id":%q}`, home.ID), http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{GrantLag: 2})
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true},{"id":"OTHER","enabled":true}],"create_default_provider":false}`, "HOME", home.ID, "OTHER", other.ID)
	for range 2 {
		a.refused("POST", "/providers", post(home, ""), http.StatusForbidden, "AB03", "")
	}
	a.ok("POST", "/providers", post(home, ""))
	a.refused("POST", "/providers", post(other, ""), http.StatusForbidden, "AB03", "") // each for itself
	a.refused("POST", "/providers", post(home, ""), http.StatusConflict, "AB07", "")
	a.SetAnswers(emulator.Answers{TakenIsInvalid: true})
	a.refused("POST", "/providers", post(home, ""), http.StatusBadRequest, "AB01", "slug")
	a.refused("POST", "/providers", fmt.Sprintf(`{"name":"n","slug":"a b","integration_id":"openai","workspace_id":%q}`, home.ID), http.StatusBadRequest, "AB01", "slug")

	// Once the integration is disabled, the provider is listed, and can be deleted.
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":false}]}`, "HOME", home.ID)
	a.refused("GET", "/providers/chat"+in, "", http.StatusForbidden, "AB03", "")
	a.refused("PUT", "/providers/chat"+in, `{"note":"n"}`, http.StatusForbidden, "AB03", "")
	if got := joined(a.list("/providers"+in), "slug"); got != "chat" {
		t.Errorf("listed %s", got)
	}
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true}]}`, "HOME", home.ID)
	a.ok("GET", "/providers/chat"+in, "")
	a.grants(one, `{"workspaces":[],"override_existing_workspace_access":true}`)
	a.ok("DELETE", "/providers/chat"+in, "")
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true,"create_default_provider":false}]}`, "HOME", home.ID)
	a.ok("POST", "/providers", post(home, "")) // the slug is free again
}

func TestProvider_clears(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	a.ok("POST", "/providers", post(home, `,"note":"n","expires_at":"2027-01-01T00:00:00Z","usage_limits":{"credit_limit":5,"alert_threshold":2},
		"rate_limits":[{"type":"requests","unit":"rps","value":9}],"tags":{"a":"1"}`))
	one := "/providers/chat" + in
	a.ok("PUT", one, `{"usage_limits":{"credit_limit":6}}`)
	got := a.ok("GET", one, "")
	same(t, "merged", got["usage_limits"].(map[string]any)["alert_threshold"], `2`)
	same(t, "rates", got["rate_limits"], `[{"type":"requests","unit":"rps","value":9}]`)
	a.ok("PUT", one, `{"usage_limits":null,"rate_limits":null,"expires_at":null,"tags":null,"note":""}`)
	got = a.ok("GET", one, "")
	same(t, "cleared", []any{got["usage_limits"], got["rate_limits"], got["expires_at"], got["tags"], got["note"]}, `[null,[],null,null,null]`)
	a.ok("PUT", one, `{"reset_usage":true}`)
	same(t, "last_reset_at", a.ok("GET", one, "")["last_reset_at"], `"2026-10-15T12:00:00.000Z"`)
	for body, param := range map[string]string{
		`{"note":null}`: "note", `{"note":1}`: "note", `{"usage_limits":{}}`: "usage_limits", `{"usage_limits":[{"credit_limit":1}]}`: "usage_limits",
		`{"expires_at":"2020-01-01T00:00:00Z"}`: "expires_at", `{"slug":"x"}`: "slug", `{"model_config":{}}`: "model_config", `{"name":"` + long(256) + `"}`: "name",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
}

func TestProvider_note(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	a.ok("POST", "/providers", post(home, `,"note":null`))
	one := "/providers/chat" + in
	for clearing, want := range map[emulator.Clearing]string{
		emulator.ClearedByBlank: `<nil>, 400`, emulator.ClearedByNull: `n, <nil>`, emulator.NeverCleared: `n, n`,
	} {
		a.SetAnswers(emulator.Answers{Note: clearing})
		after := func(sent string) string {
			a.ok("PUT", one, `{"note":"n"}`)
			if got := a.call("PUT", one, `{"note":`+sent+`}`).status; got != http.StatusOK {
				return fmt.Sprint(got)
			}
			return fmt.Sprint(a.ok("GET", one, "")["note"])
		}
		if got := after(`""`) + ", " + after(`null`); got != want {
			t.Errorf("%d: %s, want %s", clearing, got, want)
		}
	}
}

// Newer back ends fail, each time, for limits of rates in a create.
func TestProvider_inlineRates(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	a.SetAnswers(emulator.Answers{NoInlineRates: true})
	for range 2 {
		if got := a.call("POST", "/providers", post(home, `,"rate_limits":[{"type":"requests","unit":"rpm","value":9}]`)); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") != "" {
			t.Errorf("%d %s", got.status, got.text)
		}
	}
	if a.Count(emulator.Providers, home.ID) != 0 {
		t.Error("created all the same")
	}
	a.ok("POST", "/providers", post(home, `,"usage_limits":{"credit_limit":5}`))
	a.ok("PUT", "/providers/chat"+in, `{"rate_limits":[{"type":"requests","unit":"rpm","value":9}]}`)
}
