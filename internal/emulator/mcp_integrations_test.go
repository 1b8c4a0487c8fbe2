package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const mcpIntegrations = "/mcp-integrations"

// mcpIntegration creates an MCP integration with more fields than it has to have, and
// returns its path.
func (a *api) mcpIntegration(slug, more string) string {
	a.t.Helper()
	a.ok("POST", mcpIntegrations, fmt.Sprintf(`{"name":"GitHub","slug":%q,"url":"https://mcp.example.com/mcp","auth_type":"headers","transport":"http"%s}`, slug, more))
	return mcpIntegrations + "/" + slug
}

func TestMCPIntegration_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.mcpIntegration("github", `,"configurations":{"custom_headers":{"Authorization":"Bearer t"},"forward_headers":["x-user"],"oauth_metadata":{"client_id":"c","client_secret":"s"}}`)
	id := a.All(emulator.MCPIntegrations)[0].ID
	want := replaced(`{"id":"ID","slug":"github","name":"GitHub","object":"mcp-integration","status":"active","type":"organisation","workspace_id":null,
		"url":"https://mcp.example.com/mcp","auth_type":"headers","transport":"http","description":null,"secret_mappings":null,
		"owner_id":"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10","created_at":"2026-10-15T12:00:00.000Z","last_updated_at":null`, "ID", id)
	const configurations = `{"custom_headers":{"Authorization":"***"},"forward_headers":["x-user"],"oauth_metadata":{"client_id":"c","client_secret":"***"}}`
	same(t, "read", a.ok("GET", one, ""), want+`,"global_workspace_access":null,"configurations":`+configurations+`}`)
	item := a.list(mcpIntegrations)[0]
	same(t, "configurations of an item", item["configurations"], toJSON(t, configurations))
	same(t, "workspaces_count", item["workspaces_count"], `0`)
	if _, detailed := item["global_workspace_access"]; detailed || item["organisation_id"] != a.OrganisationID() || item["metadata"] == nil {
		t.Errorf("item: %v", item)
	}
	a.SetAnswers(emulator.Answers{MaskedConfigurations: true})
	same(t, "masked", a.ok("GET", one, "")["configurations"].(map[string]any)["forward_headers"], `["***"]`)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	ours := a.mcpIntegration("ours", fmt.Sprintf(`,"workspace_id":%q`, home.Slug))
	got := a.ok("GET", ours, "")
	same(t, "of a workspace", []any{got["type"], got["workspace_id"]}, fmt.Sprintf(`["workspace",%q]`, home.ID))
}

func TestMCPIntegration_pages(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	a.mcpIntegration("one", "")
	a.mcpIntegration("two", fmt.Sprintf(`,"workspace_id":%q`, home.ID))
	a.mcpIntegration("three", "")
	for query, want := range map[string]string{
		"":                                       "three,two,one|false",
		"?page_size=2":                           "three,two|true",
		"?page_size=2&current_page=1":            "one|false",
		"?type=workspace":                        "two|false",
		"?workspace_id=" + home.Slug:             "two|false",
		"?search=THRE":                           "three|false",
		"?organisation_id=" + a.OrganisationID(): "three,two,one|false",
		"?organisation_id=" + a.OrganisationID()[1:]: "|false",
	} {
		answer := a.ok("GET", mcpIntegrations+query, "")
		if got := fmt.Sprint(joined(objects(t, answer["data"]), "slug"), "|", answer["has_more"]); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}

func TestMCPIntegration_writes(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.mcpIntegration("github", `,"description":"d","configurations":{"custom_headers":{"a":"b"},"forward_headers":["x"]}`)
	a.ok("PUT", one, `{"configurations":{"forward_headers":["y"],"jwt_validation":{"jwksUri":"u"}},"description":""}`)
	got := a.ok("GET", one, "")
	same(t, "merged", got["configurations"], `{"custom_headers":{"a":"***"},"forward_headers":["y"],"jwt_validation":{"jwksUri":"u"}}`)
	same(t, "description", got["description"], `"d"`)
	a.ok("PUT", one, `{"configurations":{"custom_headers":null},"description":null,"auth_type":"oauth_client_credentials"}`)
	got = a.ok("GET", one, "")
	same(t, "removed", got["configurations"], `{"forward_headers":["y"],"jwt_validation":{"jwksUri":"u"}}`)
	same(t, "description", got["description"], `null`)
	for body, param := range map[string]string{
		`{"auth_type":"basic"}`: "auth_type", `{"transport":"interactive"}`: "transport", `{"slug":"x"}`: "slug", `{"workspace_id":"x"}`: "workspace_id",
		`{"configurations":null}`: "configurations", `{"url":"https://10.0.0.1/mcp"}`: "url", `{"url":"ftp://mcp.example.com"}`: "url",
		`{"url":"https://mcp.example.com/#top"}`: "url", `{"name":""}`: "name", `{"description":1}`: "description",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
	const again = `{"name":"n","slug":"github","url":"https://mcp.example.com","auth_type":"none","transport":"sse"}`
	a.refused("POST", mcpIntegrations, again, http.StatusConflict, "AB07", "")
	for _, missing := range []string{"name", "url", "auth_type", "transport"} {
		a.refused("POST", mcpIntegrations, replaced(again, `"`+missing+`"`, `"description"`), http.StatusBadRequest, "AB01", missing)
	}
	a.ok("DELETE", one, "")
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
	_, key := a.AddOrganisation("Globex")
	a.as(key).ok("POST", mcpIntegrations, again)
}

func TestMCPIntegration_secretMappings(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.reference("")
	one := a.mcpIntegration("github", `,"secret_mappings":[{"target_field":"custom_headers","secret_reference_id":"openai-key","value_format":"json"}]`)
	same(t, "answered", a.ok("GET", one, "")["secret_mappings"],
		`[{"target_field":"configurations.custom_headers","secret_reference_id":"openai-key","secret_key":null,"value_format":"json"}]`)
	a.refused("PUT", one, `{"secret_mappings":[{"target_field":"key","secret_reference_id":"openai-key"}]}`, http.StatusBadRequest, "AB01", "secret_mappings")
	a.refused("DELETE", "/secret-references/openai-key", "", http.StatusBadRequest, "AB01", "id")
	a.ok("PUT", one, `{"secret_mappings":[]}`)
	a.ok("DELETE", "/secret-references/openai-key", "")
}

// Those of the organisation and those of workspaces have scopes of their own.
func TestMCPIntegration_reach(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	everyone := a.mcpIntegration("everyone", "")
	ours := a.mcpIntegration("ours", fmt.Sprintf(`,"workspace_id":%q`, home.ID))
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	if got := joined(b.list(mcpIntegrations), "slug"); got != "ours,everyone" {
		t.Errorf("a workspace's key lists %s", got)
	}
	b.ok("GET", ours, "")
	b.refused("GET", everyone, "", http.StatusForbidden, "AB03", "")
	limited := a.as(a.AddKey(emulator.Key{Scopes: []string{"workspace_mcp_integrations.create", "workspace_mcp_integrations.read"}}))
	limited.refused("POST", mcpIntegrations, `{"name":"n","url":"https://mcp.example.com","auth_type":"none","transport":"sse"}`, http.StatusForbidden, "AB03", "")
	limited.refused("GET", everyone, "", http.StatusForbidden, "AB03", "")
}

func TestMCPIntegration_workspaces(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, other := a.AddWorkspace(map[string]any{"name": "Home"}), a.AddWorkspace(map[string]any{"name": "Other"})
	one := a.mcpIntegration("github", "")
	rows := one + "/workspaces"
	same(t, "none", a.ok("GET", rows, ""), `{"object":"list","workspaces":[],"global_workspace_access":null}`)
	a.ok("PUT", rows, fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true},{"id":%q,"enabled":true}]}`, home.Slug, other.ID))
	a.Advance(time.Second)
	a.ok("PUT", rows, fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":false}]}`, home.ID))
	row := func(id, enabled, status string) string {
		return fmt.Sprintf(`{"id":%q,"enabled":%s,"status":%q,"created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"TIME"}`, id, enabled, status)
	}
	got := a.ok("GET", rows+"?version=2", "")
	for _, one := range objects(t, got["data"]) {
		one["last_updated_at"] = "TIME"
	}
	same(t, "rows", got, fmt.Sprintf(`{"object":"list","total":2,"data":[%s,%s],"global_workspace_access":null}`, row(home.ID, "false", "archived"), row(other.ID, "true", "active")))
	same(t, "workspaces_count", a.list(mcpIntegrations)[0]["workspaces_count"], `1`)

	a.ok("PUT", rows, `{"workspaces":[],"override_existing_workspace_access":true,"global_workspace_access":{"enabled":true}}`)
	same(t, "workspaces_count", a.list(mcpIntegrations)[0]["workspaces_count"], `0`)
	a.AddWorkspace(map[string]any{"name": "Later"})
	same(t, "workspaces_count", a.list(mcpIntegrations)[0]["workspaces_count"], `1`)

	ours := a.mcpIntegration("ours", fmt.Sprintf(`,"workspace_id":%q`, home.ID)) + "/workspaces"
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	same(t, "id", objects(t, b.ok("GET", ours, "")["workspaces"])[0]["id"], fmt.Sprintf("%q", home.Slug))
	for _, wrong := range []string{
		`{}`, `{"workspaces":[{"id":"nowhere","enabled":true}]}`, fmt.Sprintf(`{"workspaces":[{"id":%q}]}`, home.ID),
		fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true,"usage_limits":null}]}`, home.ID),
		fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true},{"id":%q,"enabled":true}]}`, home.ID, home.Slug),
		`{"workspaces":[],"global_workspace_access":true}`, `{"workspaces":[],"override_existing_workspace_access":1}`,
	} {
		if got := a.call("PUT", rows, wrong); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", wrong, got.status)
		}
	}
	a.refused("PUT", ours, fmt.Sprintf(`{"workspaces":[{"id":%q,"enabled":true}]}`, other.ID), http.StatusBadRequest, "AB01", "workspaces")
}

// What a server offers is known after it was asked for a few times, or after some time.
func TestMCPIntegration_sync(t *testing.T) {
	t.Parallel()
	a := start(t)
	metadata := a.mcpIntegration("github", "") + "/metadata"
	for _, want := range []string{`"pending"`, `"pending"`, `"synced"`, `"synced"`} {
		same(t, "sync_status", a.ok("GET", metadata, "")["sync_status"], want)
	}
	got := a.ok("GET", metadata, "")
	same(t, "last_synced_at", got["last_synced_at"], `"2026-10-15T12:00:00.000Z"`)
	same(t, "server_name", got["server_name"], `"mcp-github"`)
	a.SetAnswers(emulator.Answers{SyncTakes: time.Minute})
	same(t, "before its time", a.ok("GET", metadata, "")["sync_status"], `"pending"`)
	a.Advance(time.Minute)
	same(t, "in time", a.ok("GET", metadata, "")["last_synced_at"], `"2026-10-15T12:01:00.000Z"`)
	a.SetAnswers(emulator.Answers{SyncError: "connection refused"})
	got = a.ok("GET", metadata, "")
	same(t, "error", []any{got["sync_status"], got["sync_error"], got["server_name"]}, `["error","connection refused",null]`)
	a.SetAnswers(emulator.Answers{SyncedAtOnce: true})
	same(t, "at once", a.ok("GET", a.mcpIntegration("another", "")+"/metadata", "")["sync_status"], `"synced"`)
}
