package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// granting is an integration, and two workspaces that may not use it yet.
func granting(t *testing.T) (a *api, one string, home, other emulator.Workspace) {
	t.Helper()
	a = start(t)
	home, other = a.AddWorkspace(map[string]any{"name": "Home"}), a.AddWorkspace(map[string]any{"name": "Other"})
	return a, a.integration("openai", ""), home, other
}

// access is the rows of an integration: "name", with + in front where it is enabled.
func (a *api) access(one string) string {
	a.t.Helper()
	var all string
	for _, row := range objects(a.t, a.ok("GET", one+"/workspaces", "")["workspaces"]) {
		sign := " "
		if row["enabled"] == true {
			sign = "+"
		}
		w, _ := a.Workspace(fmt.Sprint(row["id"]))
		all += sign + w.Name
	}
	return all
}

func (a *api) grants(one, body string, words ...string) {
	a.t.Helper()
	same(a.t, "answer to PUT", a.ok("PUT", one+"/workspaces", replaced(body, words...)), `{}`)
}

func TestAccess_shape(t *testing.T) {
	t.Parallel()
	a, one, home, _ := granting(t)
	same(t, "nothing", a.ok("GET", one+"/workspaces", ""), `{"object":"list","total":0,"workspaces":[],"global_workspace_access":null}`)
	a.Advance(time.Second)
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true,"usage_limits":[{"type":"cost","credit_limit":5}],"rate_limits":[{"type":"requests","unit":"rpm","value":9}]}]}`, "HOME", home.ID)
	const limits = `"usage_limits":[{"type":"cost","credit_limit":5,"alert_threshold":null,"periodic_reset":null,"periodic_reset_days":null,"next_usage_reset_at":null,
		"current_usage":0.25,"status":"active"}],"rate_limits":[{"type":"requests","unit":"rpm","value":9}]`
	same(t, "rows", a.ok("GET", one+"/workspaces", "")["workspaces"], replaced(`[{"id":"HOME","enabled":true,"status":"active","last_reset_at":null,
		"created_at":"2026-10-15T12:00:01.000Z","last_updated_at":"2026-10-15T12:00:01.000Z",`+limits+`}]`, "HOME", home.Slug))
	// The integration moves with its rows.
	same(t, "last_updated_at", a.ok("GET", one, "")["last_updated_at"], `"2026-10-15T12:00:01.000Z"`)
	same(t, "workspaces_count", a.list(integrations)[0]["workspaces_count"], `1`)

	// One that is disabled stays, and has its limits again when it is enabled.
	a.Advance(time.Second)
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":false}]}`, "HOME", home.Slug)
	same(t, "rows", a.ok("GET", one+"/workspaces", "")["workspaces"], replaced(`[{"id":"HOME","enabled":false,"status":"archived","last_reset_at":null,
		"created_at":"2026-10-15T12:00:01.000Z","last_updated_at":"2026-10-15T12:00:02.000Z",`+limits+`}]`, "HOME", home.Slug))
	same(t, "workspaces_count", a.list(integrations)[0]["workspaces_count"], `0`)
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true,"reset_usage":true}]}`, "HOME", home.Slug)
	a.SetAnswers(emulator.Answers{NewerIntegrations: true, Sparse: true})
	got := a.ok("GET", one+"/workspaces", "")
	row := objects(t, got["workspaces"])[0]
	if row["id"] != home.ID || row["status"] != "active" || row["usage_limits"] == nil || row["last_reset_at"] != "2026-10-15T12:00:02.000Z" || got["total"] != nil {
		t.Errorf("enabled again: %v", got)
	}
}

func TestAccess_put(t *testing.T) {
	t.Parallel()
	a, one, home, other := granting(t)
	steps := []struct{ body, want string }{
		{`{"workspaces":[{"id":"HOME","enabled":true}]}`, "+Home"},
		{`{"workspaces":[{"id":"OTHER","enabled":true}]}`, "+Home+Other"},
		{`{}`, "+Home+Other"},
		{`{"workspaces":[{"id":"HOME","enabled":false}]}`, " Home+Other"},
		{`{"workspaces":[{"id":"HOME","enabled":true}],"override_existing_workspace_access":true}`, "+Home Other"},
		{`{"workspaces":[],"override_existing_workspace_access":true}`, " Home Other"},
	}
	for _, step := range steps {
		a.grants(one, step.body, "HOME", home.ID, "OTHER", other.Slug)
		if got := a.access(one); got != step.want {
			t.Errorf("%s: %s, want %s", step.body, got, step.want)
		}
	}
	if got := len(a.All(emulator.IntegrationWorkspaces)); got != 2 {
		t.Errorf("%d rows", got)
	}
}

func TestAccess_limits(t *testing.T) {
	t.Parallel()
	a, one, home, _ := granting(t)
	limits := func(body string) string {
		a.t.Helper()
		a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true`+body+`}]}`, "HOME", home.ID)
		row := objects(t, a.ok("GET", one+"/workspaces", "")["workspaces"])[0]
		usage, _ := row["usage_limits"].([]any)
		amounts := "none"
		if len(usage) > 0 {
			limit, _ := usage[0].(map[string]any)
			amounts = fmt.Sprint(limit["credit_limit"], limit["alert_threshold"])
		}
		rates, _ := row["rate_limits"].([]any)
		return fmt.Sprintf("%s %d", amounts, len(rates))
	}
	for _, step := range [][2]string{
		{``, "none 0"},
		{`,"usage_limits":[{"credit_limit":5,"alert_threshold":2}],"rate_limits":[{"type":"requests","unit":"rpm","value":9}]`, "5 2 1"},
		{``, "5 2 1"},
		{`,"usage_limits":[{"credit_limit":6}]`, "6 2 1"}, // what is left out stays
		{`,"usage_limits":[{"credit_limit":6,"alert_threshold":null}],"rate_limits":[]`, "6 <nil> 0"},
		{`,"usage_limits":null,"rate_limits":null`, "none 0"},
	} {
		if got := limits(step[0]); got != step[1] {
			t.Errorf("%s: %s, want %s", step[0], got, step[1])
		}
	}
	for body, param := range map[string]string{
		`"usage_limits":[]`: "usage_limits", `"usage_limits":{"credit_limit":1}`: "usage_limits", `"usage_limits":[{"credit_limit":1},{"credit_limit":2}]`: "usage_limits",
		`"rate_limits":[{"value":1},{"value":2}]`: "rate_limits", `"usage_limits":[{"credit_limit":1,"shade":2}]`: "usage_limits",
		`"reset_usage":1`: "reset_usage", `"create_default_provider":1`: "create_default_provider", `"default_provider_slug":"a b"`: "default_provider_slug", `"shade":1`: "shade",
	} {
		a.refused("PUT", one+"/workspaces", fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true,%s}]}`, home.ID, body), http.StatusBadRequest, "AB01", param)
	}
}

func TestAccess_refused(t *testing.T) {
	t.Parallel()
	a, one, home, other := granting(t)
	ours := a.integration("ours", fmt.Sprintf(`,"workspace_id":%q`, home.ID))
	for body, param := range map[string]string{
		`{"workspaces":[]}`: "workspaces", `{"workspaces":null}`: "workspaces", `{"workspaces":[{"id":"HOME"}]}`: "workspaces", `{"workspaces":[{"enabled":true}]}`: "workspaces",
		`{"workspaces":[{"id":"HOME","enabled":true},{"id":"SLUG","enabled":true}]}`:                                 "workspaces",
		`{"workspaces":[{"id":"HOME","enabled":true},{"id":"nowhere","enabled":true}]}`:                              "workspaces",
		`{"global_workspace_access":true}`:                                                                           "global_workspace_access",
		`{"global_workspace_access":{}}`:                                                                             "global_workspace_access",
		`{"global_workspace_access":{"enabled":true,"shade":1}}`:                                                     "global_workspace_access",
		`{"workspaces":[{"id":"HOME","enabled":true}],"override_existing_workspace_access":null}`:                    "override_existing_workspace_access",
		`{"workspaces":[{"id":"HOME","enabled":true}],"create_default_provider":"no"}`:                               "create_default_provider",
		`{"workspaces":[{"id":"HOME","enabled":true}],"shade":"red"}`:                                                "shade",
		`{"workspaces":[{"id":"HOME","enabled":true}],"global_workspace_access":{"enabled":true,"usage_limits":[]}}`: "usage_limits",
	} {
		a.refused("PUT", one+"/workspaces", replaced(body, "HOME", home.ID, "SLUG", home.Slug), http.StatusBadRequest, "AB01", param)
	}
	a.refused("PUT", ours+"/workspaces", replaced(`{"workspaces":[{"id":"OTHER","enabled":true}]}`, "OTHER", other.ID), http.StatusBadRequest, "AB01", "workspaces")
	if a.access(one) != "" || a.access(ours) != "+Home" || a.Count(emulator.Providers, other.ID) != 0 {
		t.Errorf("left %q, %q", a.access(one), a.access(ours))
	}
	// A workspace that is archived may use nothing.
	a.grants(one, `{"workspaces":[{"id":"OTHER","enabled":true,"create_default_provider":false}]}`, "OTHER", other.ID)
	a.DeleteWorkspace(other.ID)
	if got := a.access(one); got != " Other" {
		t.Errorf("archived: %s", got)
	}
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	b.refused("PUT", one+"/workspaces", replaced(`{"workspaces":[{"id":"HOME","enabled":true}]}`, "HOME", home.ID), http.StatusForbidden, "AB03", "")
	a.Add(emulator.IntegrationWorkspaces, a.create(create), map[string]any{"integration_id": "ours"})
	if got := b.access(ours); got != "+Home" {
		t.Errorf("a workspace's key reads %s", got)
	}
	b.grants(ours, `{"workspaces":[{"id":"HOME","enabled":true,"rate_limits":[{"type":"requests","unit":"rpm","value":9}]}]}`, "HOME", home.ID)
}

// A grant brings a provider, unless it says otherwise.
func TestAccess_defaultProvider(t *testing.T) {
	t.Parallel()
	a, one, home, other := granting(t)
	slugs := func(w emulator.Workspace) string { return joined(a.list("/providers?workspace_id="+w.ID), "slug") }
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true},{"id":"OTHER","enabled":true,"create_default_provider":false}]}`, "HOME", home.ID, "OTHER", other.ID)
	if slugs(home) != "openai" || slugs(other) != "" {
		t.Errorf("providers %q, %q", slugs(home), slugs(other))
	}
	made := a.list("/providers?workspace_id=" + home.ID)[0]
	same(t, "provider", []any{made["name"], made["note"], made["integration_id"], made["status"]}, `["OpenAI","Created automatically on integration access grant","openai","active"]`)
	// Neither a second grant nor one of another time brings another one.
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":false},{"id":"OTHER","enabled":true}]}`, "HOME", home.ID, "OTHER", other.ID)
	a.grants(one, `{"workspaces":[{"id":"HOME","enabled":true}]}`, "HOME", home.ID)
	if slugs(home) != "openai" || slugs(other) != "" {
		t.Errorf("providers %q, %q", slugs(home), slugs(other))
	}
	more := a.integration("more", "")
	a.refused("PUT", more+"/workspaces", replaced(`{"workspaces":[{"id":"HOME","enabled":true,"default_provider_slug":"openai"}]}`, "HOME", home.ID),
		http.StatusBadRequest, "AB01", "default_provider_slug")
	a.grants(more, `{"workspaces":[{"id":"HOME","enabled":true},{"id":"OTHER","enabled":true,"create_default_provider":true,"default_provider_slug":"its-own"}],
		"create_default_provider":false,"default_provider_slug":"chat"}`, "HOME", home.ID, "OTHER", other.ID)
	if slugs(home) != "openai" || slugs(other) != "its-own" {
		t.Errorf("providers %q, %q", slugs(home), slugs(other))
	}
	a.SetAnswers(emulator.Answers{NoAutoProviders: true})
	last := a.integration("last", "")
	a.grants(last, `{"workspaces":[{"id":"HOME","enabled":true}],"default_provider_slug":"openai"}`, "HOME", home.ID)
	if slugs(home) != "openai" {
		t.Errorf("providers %q", slugs(home))
	}
	a.refused("DELETE", "/admin/workspaces/"+home.ID, `{"name":"Home"}`, http.StatusConflict, "AB07", "")
}

// A workspace's integration is enabled there, and brings a provider as a grant does.
func TestAccess_ofAWorkspacesIntegration(t *testing.T) {
	t.Parallel()
	a, _, home, _ := granting(t)
	post := func(slug, more string) string {
		return fmt.Sprintf(`{"name":"n","slug":%q,"ai_provider_id":"openai","key":"k","workspace_id":%q%s}`, slug, home.ID, more)
	}
	made := a.ok("POST", integrations, post("one", ""))
	provider := a.ok("GET", fmt.Sprintf("/providers/%s?workspace_id=%s", made["provider_id"], home.ID), "")
	same(t, "slug", provider["slug"], `"one"`)
	same(t, "none asked for", a.ok("POST", integrations, post("two", `,"create_default_provider":false`))["provider_id"], `null`)
	a.refused("POST", integrations, post("three", `,"default_provider_slug":"one"`), http.StatusBadRequest, "AB01", "default_provider_slug")
	a.ok("POST", integrations, post("three", `,"default_provider_slug":"third"`))
	if got := joined(a.list("/providers?workspace_id="+home.ID), "slug"); got != "third,one" {
		t.Errorf("providers %s", got)
	}
	if got := a.access("/integrations/two"); got != "+Home" {
		t.Errorf("access %s", got)
	}
	// Of the organisation's own none is created.
	same(t, "none", a.ok("POST", integrations, `{"name":"n","ai_provider_id":"openai","key":"k","create_default_provider":true}`)["provider_id"], `null`)

	a.refused("DELETE", "/integrations/one", "", http.StatusConflict, "AB07", "")
	a.SetAnswers(emulator.Answers{CascadingIntegrations: true})
	a.ok("DELETE", "/integrations/one", "")
	a.refused("GET", fmt.Sprintf("/providers/one?workspace_id=%s", home.ID), "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{NoAutoProviders: true})
	same(t, "none", a.ok("POST", integrations, post("four", `,"default_provider_slug":"third"`))["provider_id"], `null`)
}

// Access of all workspaces goes for those that are created later.
func TestAccess_global(t *testing.T) {
	t.Parallel()
	a, one, home, _ := granting(t)
	a.grants(one, `{"global_workspace_access":{"enabled":true,"usage_limits":[{"credit_limit":7}]}}`)
	for _, got := range []any{a.ok("GET", one+"/workspaces", "")["global_workspace_access"], a.ok("GET", one, "")["global_workspace_access_settings"]} {
		same(t, "limit", objects(t, got.(map[string]any)["usage_limits"])[0]["credit_limit"], `7`)
		same(t, "enabled", got.(map[string]any)["enabled"], `true`)
	}
	later := a.create(`{"name":"Later"}`)
	if got := a.access(one); got != "+Later" {
		t.Errorf("access %s", got)
	}
	row := objects(t, a.ok("GET", one+"/workspaces", "")["workspaces"])[0]
	same(t, "limit", objects(t, row["usage_limits"])[0]["credit_limit"], `7`)
	if got := joined(a.list("/providers?workspace_id="+later), "slug"); got != "openai" || a.Count(emulator.Providers, home.ID) != 0 {
		t.Errorf("providers %s", got)
	}
	a.grants(one, `{"global_workspace_access":{"enabled":false}}`)
	a.create(`{"name":"Last"}`)
	if got := a.access(one); got != "+Later" {
		t.Errorf("access %s", got)
	}
}

// What a person does in the UI, and what a stale read has.
func TestAccess_behind(t *testing.T) {
	t.Parallel()
	a, one, home, _ := granting(t)
	a.Advance(time.Minute)
	id := a.Add(emulator.IntegrationWorkspaces, home.ID, map[string]any{"integration_id": "openai", "usage_limits": []any{map[string]any{"credit_limit": 3}}})
	row := objects(t, a.ok("GET", one+"/workspaces", "")["workspaces"])[0]
	same(t, "limit", objects(t, row["usage_limits"])[0]["credit_limit"], `3`)
	a.SetStale(30 * time.Second)
	if got := a.access(one); got != "" {
		t.Errorf("stale: %s", got)
	}
	a.SetStale(0)
	a.Edit(emulator.IntegrationWorkspaces, id, map[string]any{"enabled": false})
	if got := a.access(one); got != " Home" {
		t.Errorf("disabled: %s", got)
	}
	// A provider can't be without access.
	a.Add(emulator.Providers, home.ID, map[string]any{"integration_id": "openai"})
	if got := a.access(one); got != "+Home" || len(a.All(emulator.IntegrationWorkspaces)) != 1 {
		t.Errorf("with a provider: %s", got)
	}
	a.Drop(emulator.IntegrationWorkspaces, id)
	if got := a.access(one); got != "" {
		t.Errorf("dropped: %s", got)
	}
}
