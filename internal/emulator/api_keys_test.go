package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const (
	serviceKeys = "/api-keys/workspace/service"
	userKeys    = "/api-keys/workspace/user"
	adminKeys   = "/api-keys/organisation/service"
)

// keyed is an API key, by the fields of its POST beside the name and a scope, and the
// path of it. HOME stands for the id of a workspace of its own.
func (a *api) keyed(fields string) (home, one, secret string) {
	a.t.Helper()
	home = a.create(`{"name":"Home"}`)
	made := a.ok("POST", serviceKeys, replaced(fmt.Sprintf(`{"name":"backend","scopes":["logs.list"],"workspace_id":"HOME"%s}`, fields), "HOME", home))
	return home, fmt.Sprint("/api-keys/", made["id"]), made["key"].(string)
}

func idOf(one string) string { return one[len("/api-keys/"):] }

func TestKey_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, secret := a.keyed("")
	const owner = `"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10"`
	want := replaced(`{"object":"api-key","id":"ID","key":"MASKED","name":"backend","description":null,"type":"workspace-service",
		"organisation_id":"ORG","workspace_id":"HOME","user_id":null,"status":"active","creation_mode":"api","created_by":OWNER,"last_updated_by":OWNER,
		"rate_limits":[],"usage_limits":null,"reset_usage":null,"expires_at":null,"last_reset_at":null,"alert_emails":null,"expiry_enforced":0,
		"next_usage_reset_at":null,"allow_config_override":null,"api_key_defaults_id":null,"scopes":["logs.list"],
		"defaults":{"metadata":null,"config_id":null,"allow_config_override":false},
		"created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z"}`,
		"ID", idOf(one), "HOME", home, "ORG", a.OrganisationID(), "OWNER", owner, "MASKED", secret[:2]+"*****"+secret[len(secret)-3:])
	same(t, "read", a.ok("GET", one, ""), want)
	same(t, "item", a.list("/api-keys")[0], replaced(want, `"next_usage_reset_at":null,`, "", `,"allow_config_override":false`, ""))

	a.ok("PUT", one, `{"usage_limits":{"type":"cost","credit_limit":10,"periodic_reset":"weekly"},"rate_limits":[{"type":"requests","unit":"rps","value":5}],
		"alert_emails":["ops@example.com"],"defaults":{"metadata":{"team":"a"}},"expires_at":"2026-12-01T10:00:00+01:00"}`)
	got := a.ok("GET", one, "")
	same(t, "usage_limits", got["usage_limits"], `{"type":"cost","credit_limit":10,"alert_threshold":null,"periodic_reset":"weekly","periodic_reset_days":null,
		"next_usage_reset_at":"2026-10-18T00:00:00.000Z","current_usage":0.25,"status":"active"}`)
	same(t, "next_usage_reset_at", got["next_usage_reset_at"], `"2026-10-18T00:00:00.000Z"`)
	same(t, "rate_limits", got["rate_limits"], `[{"type":"requests","unit":"rps","value":5}]`)
	same(t, "alert_emails", got["alert_emails"], `["ops@example.com"]`)
	same(t, "expires_at", got["expires_at"], `"2026-12-01T09:00:00.000Z"`)
	same(t, "defaults", got["defaults"], `{"metadata":{"team":"a"},"config_id":null,"allow_config_override":true}`)
	same(t, "allow_config_override", got["allow_config_override"], `1`)
	if got["api_key_defaults_id"] == nil {
		t.Error("no api_key_defaults_id")
	}
	same(t, "an item's defaults", a.list("/api-keys")[0]["defaults"], `{"metadata":{"team":"a"},"config_id":null}`)
}

func TestKey_types(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	user, outsider := a.person("grace@example.com", "member"), a.person("other@example.com", "member")
	boss := a.person("boss@example.com", "admin")
	a.ok("POST", path, seat(user, "member"))
	fill := func(body string) string {
		return replaced(body, "HOME", home, "USER", user, "OUTSIDER", outsider, "BOSS", boss, "KEY", `"name":"n","scopes":["logs.list"]`)
	}
	for _, c := range []struct{ path, body, want string }{
		{adminKeys, `{KEY}`, `["organisation-service",null,null]`},
		{adminKeys, `{KEY,"organisation_id":"ignored"}`, `["organisation-service",null,null]`},
		{serviceKeys, `{KEY,"workspace_id":"HOME"}`, `["workspace-service","HOME",null]`},
		{userKeys, `{KEY,"workspace_id":"HOME","user_id":"USER"}`, `["workspace-user","HOME","USER"]`},
		{userKeys, `{KEY,"workspace_id":"HOME","user_id":"BOSS"}`, `["workspace-user","HOME","BOSS"]`},
	} {
		got := a.ok("GET", fmt.Sprint("/api-keys/", a.ok("POST", c.path, fill(c.body))["id"]), "")
		same(t, c.body, []any{got["type"], got["workspace_id"], got["user_id"]}, fill(c.want))
	}
	for _, c := range []struct{ path, body, param string }{
		{adminKeys, `{KEY,"workspace_id":"HOME"}`, "workspace_id"},
		{adminKeys, `{KEY,"user_id":"USER"}`, "user_id"},
		{serviceKeys, `{KEY}`, "workspace_id"},
		{serviceKeys, `{KEY,"workspace_id":"HOME","user_id":"USER"}`, "user_id"},
		{userKeys, `{KEY,"user_id":"USER"}`, "workspace_id"},
		{userKeys, `{KEY,"workspace_id":"HOME"}`, "user_id"},
		{userKeys, `{KEY,"workspace_id":"HOME","user_id":"nobody"}`, "user_id"},
		{userKeys, `{KEY,"workspace_id":"HOME","user_id":"OUTSIDER"}`, "user_id"},
		{"/api-keys/organisation/user", `{KEY}`, "type"},
		{"/api-keys/workspace/admin", `{KEY,"workspace_id":"HOME"}`, "type"},
		{serviceKeys, `{KEY,"workspace_id":"HOME","reset_usage":true}`, "reset_usage"},
	} {
		a.refused("POST", c.path, fill(c.body), http.StatusBadRequest, "AB01", c.param)
	}
	a.refused("POST", "/api-keys", fill(`{KEY}`), http.StatusNotFound, "AB08", "")
	a.as(a.AddKey(emulator.Key{Scopes: []string{"prompts.list"}})).refused("POST", "/api-keys/workspace/admin", fill(`{KEY}`), http.StatusForbidden, "AB03", "")

	// A workspace's key implies its workspace, and creates none of the organisation.
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home}))
	b.ok("POST", serviceKeys, fill(`{KEY}`))
	b.refused("POST", serviceKeys, replaced(fill(`{KEY,"workspace_id":"x"}`), `"x"`, toJSON(t, a.Workspaces()[0].ID)), http.StatusForbidden, "AB03", "")
	b.refused("POST", adminKeys, fill(`{KEY}`), http.StatusForbidden, "AB03", "")
	if got := joined(b.list("/api-keys"), "workspace_id"); got != joined(a.list("/api-keys?workspace_id="+home), "workspace_id") {
		t.Errorf("listed in %s", got)
	}
}

// Each type has scopes of its own, for each verb; lists have the types that the caller
// may list.
func TestKey_scopesOfTypes(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	user := a.person("grace@example.com", "member")
	a.ok("POST", path, seat(user, "member"))
	bodies := map[string]string{
		"organisation_service_api_keys": "{KEY}", "workspace_service_api_keys": `{KEY,"workspace_id":"HOME"}`,
		"workspace_user_api_keys": `{KEY,"workspace_id":"HOME","user_id":"USER"}`,
	}
	paths := map[string]string{"organisation_service_api_keys": adminKeys, "workspace_service_api_keys": serviceKeys, "workspace_user_api_keys": userKeys}
	b := a.as(a.AddKey(emulator.Key{}))
	for scope, body := range bodies {
		body = replaced(body, "HOME", home, "USER", user, "KEY", `"name":"`+scope+`","scopes":["logs.list"]`)
		for other, path := range paths {
			a.SetScopes(b.key, other+".create")
			if got := b.call("POST", paths[scope], body).status; (got == http.StatusOK) != (other == scope) {
				t.Errorf("POST %s with %s.create: %d", path, other, got)
			}
		}
	}
	for scope := range bodies {
		a.SetScopes(b.key, scope+".list")
		if got := joined(b.list("/api-keys"), "name"); got != scope {
			t.Errorf("%s.list lists %s", scope, got)
		}
		one := fmt.Sprint("/api-keys/", b.list("/api-keys")[0]["id"])
		for other := range bodies {
			for _, v := range []verb{{"GET", "", "", "read"}, {"PUT", "", "{}", "update"}, {"POST", "/rotate", "{}", "rotate"}, {"DELETE", "", "", "delete"}} {
				if a.SetScopes(b.key, other+"."+v.scope); other != scope {
					b.refused(v.method, one+v.below, v.body, http.StatusForbidden, "AB03", "")
				}
			}
		}
	}
}

func TestKey_list(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("")
	for i := range 119 {
		a.Add(emulator.APIKeys, home, map[string]any{"name": fmt.Sprint(i)})
	}
	if got := len(a.list("/api-keys?page_size=200")); got != 100 {
		t.Errorf("a page of %d", got)
	}
	past := a.ok("GET", "/api-keys?page_size=100&current_page=7", "")
	same(t, "past the end", past, `{"object":"list","total":120,"data":[]}`)
	a.SetAnswers(emulator.Answers{PageTotals: true})
	same(t, "its total", a.ok("GET", "/api-keys?page_size=100&current_page=7", "")["total"], `0`)
	second := a.list("/api-keys")[0]["id"]
	if got := a.list(fmt.Sprintf("/api-keys?ids=%s,%v,nowhere", idOf(one), second)); len(got) != 2 {
		t.Errorf("by ids: %v", got)
	}
}

func TestKey_deleted(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, one, secret := a.keyed("")
	a.Advance(time.Minute)
	a.ok("DELETE", one, "")
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
	a.as(secret).refused("GET", "/prompts", "", http.StatusUnauthorized, "AB05", "")
	if got := a.LiveSecrets(idOf(one)); len(got) != 0 {
		t.Errorf("secrets %v", got)
	}
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{DeletedAsArchived: true})
	if got := a.ok("GET", one, ""); got["status"] != "archived" || got["id"] != idOf(one) {
		t.Errorf("read %v", got)
	}
	a.refused("GET", "/api-keys/nowhere", "", http.StatusNotFound, "AB08", "")
	a.refused("PUT", one, `{"name":"x"}`, http.StatusNotFound, "AB08", "")
	a.refused("DELETE", one, "", http.StatusNotFound, "AB08", "")
	if got := a.list("/api-keys"); len(got) != 0 {
		t.Errorf("listed %v", got)
	}
	_, key := a.AddOrganisation("Globex")
	a.as(key).refused("GET", one, "", http.StatusNotFound, "AB08", "")
}

// A created secret calls the API as its key may.
func TestKey_calls(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	other := a.create(`{"name":"Other"}`)
	a.Add(emulator.Prompts, other, nil)
	a.Add(emulator.Prompts, home, map[string]any{"name": "Mine"})
	user := a.person("grace@example.com", "member")
	a.ok("POST", path, seat(user, "manager"))
	create := func(path, fields string) (id string, b *api) {
		body := replaced(`{"name":"n","scopes":["prompts.list","workspace_users.create","workspace_service_api_keys.list","workspaces.list"]`+fields+`}`, "HOME", home, "USER", user)
		made := a.ok("POST", path, body)
		return made["id"].(string), a.as(made["key"].(string))
	}
	_, admin := create(adminKeys, "")
	if got := len(admin.list("/prompts")); got != 2 {
		t.Errorf("an organisation's key lists %d prompts", got)
	}
	admin.refused("GET", "/configs", "", http.StatusForbidden, "AB03", "")
	serviceID, service := create(serviceKeys, `,"workspace_id":"HOME"`)
	if got := joined(service.list("/prompts"), "name"); got != "Mine" {
		t.Errorf("a workspace's key lists %s", got)
	}
	if got := len(service.list("/api-keys")); got != 1 {
		t.Errorf("and %d keys", got)
	}
	userID, personal := create(userKeys, `,"workspace_id":"HOME","user_id":"USER"`)
	personal.list("/prompts")
	personal.refused("GET", "/api-keys", "", http.StatusForbidden, "AB03", "")
	next := a.person("next@example.com", "member")
	personal.refused("POST", path, seat(next, "admin"), http.StatusForbidden, "AB03", "")
	personal.ok("POST", path, seat(next, "manager"))
	a.ok("DELETE", path+"/"+user, "") // which leaves the key that was created by hand
	third := a.person("third@example.com", "member")
	personal.refused("POST", path, seat(third, "manager"), http.StatusForbidden, "AB03", "")
	a.ok("PUT", "/admin/users/"+user, `{"role":"admin"}`)
	personal.ok("POST", path, seat(third, "admin"))

	a.ok("PUT", "/api-keys/"+serviceID, `{"scopes":["configs.list"]}`)
	service.refused("GET", "/prompts", "", http.StatusForbidden, "AB03", "")
	service.list("/configs")
	a.ok("PUT", "/api-keys/"+serviceID, `{"expires_at":"2026-10-15T12:30:00Z"}`)
	a.Advance(30 * time.Minute)
	service.refused("GET", "/configs", "", http.StatusUnauthorized, "AB05", "")
	same(t, "status", a.ok("GET", "/api-keys/"+serviceID, "")["status"], `"expired"`)

	a.Leave(user)
	personal.refused("GET", "/prompts", "", http.StatusUnauthorized, "AB05", "")
	a.refused("GET", "/api-keys/"+userID, "", http.StatusForbidden, "AB03", "")
	seeded := a.Add(emulator.APIKeys, home, map[string]any{"scopes": []string{"prompts.list"}})
	a.as(a.LiveSecrets(seeded)[0]).list("/prompts")
}

// What holds a config or is in a workspace keeps it from being deleted.
func TestKey_holds(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, one, _ := a.keyed("")
	config := a.ok("POST", "/configs", replaced(`{"name":"c","config":{"retry":{"attempts":1}},"workspace_id":"HOME"}`, "HOME", home))
	foreign := a.Add(emulator.Configs, a.Workspaces()[0].ID, nil)
	bind := func(reference any) string { return fmt.Sprintf(`{"defaults":{"config_id":%q}}`, reference) }
	a.refused("PUT", one, bind("nowhere"), http.StatusBadRequest, "AB01", "defaults")
	a.refused("PUT", one, bind(foreign), http.StatusBadRequest, "AB01", "defaults")
	for _, reference := range []any{config["slug"], config["id"]} {
		a.ok("PUT", one, bind(reference))
		same(t, "config_id", a.ok("GET", one, "")["defaults"].(map[string]any)["config_id"], toJSON(t, config["id"]))
		a.refused("DELETE", fmt.Sprint("/configs/", config["slug"]), "", http.StatusConflict, "AB07", "")
		a.ok("PUT", one, `{"defaults":{"config_id":null}}`)
		same(t, "config_id", a.ok("GET", one, "")["defaults"].(map[string]any)["config_id"], `null`)
	}
	a.ok("DELETE", fmt.Sprint("/configs/", config["slug"]), "")
	a.refused("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`, http.StatusConflict, "AB07", "")
	a.ok("DELETE", one, "")
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`)
	// An organisation's key is bound to a config of any workspace.
	a.ok("POST", adminKeys, fmt.Sprintf(`{"name":"n","scopes":["logs.list"],"defaults":{"config_id":%q}}`, foreign))
	a.refused("DELETE", "/configs/"+foreign, "", http.StatusConflict, "AB07", "")
}
