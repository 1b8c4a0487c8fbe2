package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// serving is a workspace with an MCP server of a granted integration, and a member beside the
// owner.
func serving(t *testing.T) (a *api, home emulator.Workspace, one, in string) {
	t.Helper()
	a = start(t)
	home = a.AddWorkspace(map[string]any{"name": "Home"})
	a.Add(emulator.MCPIntegrations, "", map[string]any{"slug": "tools", "url": "https://tools.example.com/mcp"})
	in = "?workspace_id=" + home.ID
	create := fmt.Sprintf(`{"name":"Tools","slug":"home-tools","mcp_integration_id":"tools","workspace_id":%q}`, home.ID)
	a.refused("POST", "/mcp-servers", create, http.StatusForbidden, "AB03", "")
	a.ok("PUT", "/mcp-integrations/tools/workspaces", fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true}]}`, home.ID))
	a.ok("POST", "/mcp-servers", create)
	a.Add(emulator.Users, "", map[string]any{"id": "grace", "first_name": "Grace", "last_name": "Hopper"})
	a.Add(emulator.Members, home.ID, map[string]any{"id": "grace"})
	return a, home, "/mcp-servers/home-tools", in
}

func TestMCPServer_shape(t *testing.T) {
	t.Parallel()
	a, home, one, in := serving(t)
	server, integration := a.All(emulator.MCPServers)[0], a.All(emulator.MCPIntegrations)[0]
	common := replaced(`{"id":"ID","slug":"home-tools","name":"Tools","object":"mcp-server","status":"active","description":null,"mcp_integration_id":"MCP",
		"created_at":"2026-10-15T12:00:00.000Z","organisation_id":"ORG"`, "ID", server.ID, "MCP", integration.ID, "ORG", a.OrganisationID())
	same(t, "read", a.ok("GET", one, ""), common+`,"guardrail_mappings":null}`)
	same(t, "item", a.list("/mcp-servers" + in)[0], common+fmt.Sprintf(`,"workspace_id":%q,"workspace_name":"Home","workspace_slug":%q,"owner_id":%q,
		"mcp_integration_slug":"tools","mcp_integration_url":"https://tools.example.com/mcp","auth_type":"none","url":"https://mcp.portkey.ai/home-tools/mcp",
		"last_updated_at":"2026-10-15T12:00:00.000Z"}`, home.ID, home.Slug, a.All(emulator.Users)[0].ID))
	same(t, "answer to PUT", a.ok("PUT", one, `{"description":"d"}`), fmt.Sprintf(`{"id":%q,"slug":"home-tools","object":"mcp-server"}`, server.ID))
	a.ok("PUT", one, `{"description":""}`)
	same(t, "kept", a.ok("GET", one, "")["description"], `"d"`)
	a.ok("PUT", one, `{"description":null}`)
	same(t, "cleared", a.ok("GET", one, "")["description"], `null`)
	a.SetAnswers(emulator.Answers{MCPIntegrationSlugs: true})
	same(t, "integration", a.ok("GET", one, "")["mcp_integration_id"], `"tools"`)
}

func TestMCPServer_refused(t *testing.T) {
	t.Parallel()
	a, home, one, _ := serving(t)
	body := func(more string) string {
		return fmt.Sprintf(`{"name":"n","mcp_integration_id":"tools","workspace_id":%q%s}`, home.ID, more)
	}
	a.refused("GET", "/mcp-servers", "", http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("POST", "/mcp-servers", body(`,"slug":"home-tools"`), http.StatusConflict, "AB07", "")
	a.refused("POST", "/mcp-servers", body(`,"slug":"ab"`), http.StatusBadRequest, "AB01", "slug")
	a.refused("POST", "/mcp-servers", body(`,"slug":"a b c"`), http.StatusBadRequest, "AB01", "slug")
	a.refused("POST", "/mcp-servers", body(`,"description":"`+long(501)+`"`), http.StatusBadRequest, "AB01", "description")
	a.refused("POST", "/mcp-servers", fmt.Sprintf(`{"name":"n","mcp_integration_id":"nowhere","workspace_id":%q}`, home.ID), http.StatusForbidden, "AB03", "")
	a.refused("DELETE", "/mcp-integrations/tools", "", http.StatusConflict, "AB07", "")
	a.SetAnswers(emulator.Answers{GrantLag: 1})
	other := a.AddWorkspace(map[string]any{"name": "Other"})
	a.ok("PUT", "/mcp-integrations/tools/workspaces", fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true}]}`, other.Slug))
	later := fmt.Sprintf(`{"name":"n","mcp_integration_id":"tools","workspace_id":%q}`, other.Slug)
	a.refused("POST", "/mcp-servers", later, http.StatusForbidden, "AB03", "")
	a.ok("POST", "/mcp-servers", later)
	a.as(a.AddKey(emulator.Key{WorkspaceID: other.ID})).refused("GET", one, "", http.StatusForbidden, "AB03", "")
}

// A grant brings a server where that is asked for.
func TestMCPServer_automatic(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{AutoMCPServers: true}))
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	a.Add(emulator.MCPIntegrations, "", map[string]any{"slug": "tools"})
	for range 2 {
		a.ok("PUT", "/mcp-integrations/tools/workspaces", fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true}]}`, home.ID))
	}
	if got := joined(a.list("/mcp-servers?workspace_id="+home.ID), "slug"); got != "tools" {
		t.Errorf("there are %s", got)
	}
}

func TestMCPServer_userAccess(t *testing.T) {
	t.Parallel()
	a, _, one, _ := serving(t)
	access := one + "/user-access"
	owner := a.All(emulator.Users)[0].ID
	rows := func(query string) string {
		var all string
		for _, row := range a.list(access + query) {
			all += fmt.Sprint(row["first_name"], " ", row["enabled"], " ", row["has_override"], ",")
		}
		return all
	}
	got := a.ok("GET", access, "")
	delete(got, "data")
	same(t, "envelope", got, `{"object":"list","total":2,"has_more":false,"default_user_access":"allow"}`)
	same(t, "row", a.list(access + "?search=grace")[0], `{"user_id":"grace","first_name":"Grace","last_name":"Hopper","enabled":true,"has_override":false,"connection_status":"not_connected"}`)

	same(t, "answer to PUT", a.ok("PUT", access, `{"user_access":[{"user_id":"grace","enabled":true}],"default_user_access":"deny"}`), `{"success":true,"object":"mcp-server"}`)
	if got := rows(""); got != "Ada false false,Grace true true," {
		t.Error(got)
	}
	a.ok("PUT", access, `{"default_user_access":"allow"}`)
	a.ok("PUT", access, fmt.Sprintf(`{"user_access":[{"user_id":%q,"enabled":false}]}`, owner))
	if got := rows(""); got != "Ada false true,Grace true true," {
		t.Error(got)
	}
	// Pages are counted from 1.
	if first, second := rows("?page=1&page_size=1"), rows("?page=2&page_size=1"); first != "Ada false true," || second != "Grace true true," {
		t.Error(first, second)
	}
	same(t, "has_more", a.ok("GET", access+"?page=1&page_size=1", "")["has_more"], `true`)
	a.refused("GET", access+"?page=0", "", http.StatusBadRequest, "AB01", "page")
	a.refused("GET", access+"?page_size=501", "", http.StatusBadRequest, "AB01", "page_size")
	for _, body := range []string{
		`{}`, `{"default_user_access":"maybe"}`, `{"user_access":[{"user_id":"nobody","enabled":true}]}`, `{"user_access":[{"user_id":"grace"}]}`,
		`{"user_access":{}}`, `{"users":[]}`, `{"user_access":[{"user_id":"grace","enabled":true},{"user_id":"grace","enabled":true}]}`,
	} {
		a.refused("PUT", access, body, http.StatusBadRequest, "AB01", "")
	}
	a.SetAnswers(emulator.Answers{OrganisationUserIDs: true})
	a.refused("PUT", access, `{"user_access":[{"user_id":"grace","enabled":true}]}`, http.StatusBadRequest, "AB01", "user_access")
	a.ok("PUT", access, `{"user_access":[{"user_id":"map-grace","enabled":false}]}`)
	same(t, "row", a.list(access + "?search=grace")[0]["enabled"], `false`)
}

func TestMCPServer_connections(t *testing.T) {
	t.Parallel()
	a, home, one, in := serving(t)
	a.Edit(emulator.MCPServers, "home-tools", map[string]any{"connections": map[string]any{"grace": map[string]any{"created_at": "2026-10-01T00:00:00Z"}}})
	of := one + "/connections"
	same(t, "list", a.ok("GET", of+in, ""), `{"object":"list","total":1,"has_more":false,
		"data":[{"user_id":"grace","connected":true,"created_at":"2026-10-01T00:00:00Z","last_updated_at":null}]}`)
	same(t, "status", a.list(one + "/user-access?search=grace")[0]["connection_status"], `"connected"`)
	same(t, "of another", a.list(of+in+"&user_id=ada"), `[]`)
	a.refused("GET", of, "", http.StatusBadRequest, "AB01", "workspace_id")
	a.refused("DELETE", of+in, "", http.StatusBadRequest, "AB01", "user_id")
	a.refused("DELETE", of+in+"&user_id=ada", "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{MCPActionsRefused: true})
	a.refused("DELETE", of+in+"&user_id=grace", "", http.StatusForbidden, "AB03", "")
	a.refused("POST", one+"/test", "", http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{})
	same(t, "answer to DELETE", a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID})).ok("DELETE", of+"?user_id=grace", ""), `{"success":true}`)
	same(t, "left", a.list(of+in), `[]`)
}

func TestMCPServer_test(t *testing.T) {
	t.Parallel()
	a, _, one, _ := serving(t)
	same(t, "test", a.ok("POST", one+"/test", ""), `{"success":true,"status_code":200,"response_time_ms":12,"url":"https://tools.example.com/mcp","server_name":"Tools","error":null}`)
	a.Edit(emulator.MCPServers, "home-tools", map[string]any{"test": map[string]any{"success": false, "error": "connection refused"}})
	same(t, "test", a.ok("POST", one+"/test", "")["error"], `"connection refused"`)
}
