package emulator_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const githubCapabilities = "/mcp-integrations/github/capabilities"

func capable(t *testing.T, answers emulator.Answers) *api {
	t.Helper()
	a := start(t, emulator.WithAnswers(answers))
	a.Add(emulator.MCPIntegrations, "", map[string]any{"name": "GitHub", "slug": "github"})
	return a
}

// There are none until they are synced: then all are enabled, with their numbers.
func TestCapabilities_sync(t *testing.T) {
	t.Parallel()
	a := capable(t, emulator.Answers{})
	got := a.ok("GET", githubCapabilities, "")
	same(t, "before", got["data"], `[]`)
	same(t, "status", a.ok("GET", "/mcp-integrations/github/metadata", "")["sync_status"], `"pending"`)
	a.refused("PUT", githubCapabilities, `{"capabilities":[{"type":"tool","name":"create_issue","enabled":false}]}`, 400, "AB01", "capabilities")
	got = a.ok("GET", githubCapabilities, "")
	same(t, "counts", got["counts"], `{"tools":{"total":3,"enabled":3},"prompts":{"total":1,"enabled":1},"resources":{"total":1,"enabled":1},"resource_templates":{"total":1,"enabled":1}}`)
	same(t, "total", []any{got["total"], got["has_more"]}, `[6,false]`)
	same(t, "status", a.ok("GET", "/mcp-integrations/github/metadata", "")["sync_status"], `"synced"`)
}

// A PUT writes what it names, or nothing.
func TestCapabilities_write(t *testing.T) {
	t.Parallel()
	a := capable(t, emulator.Answers{SyncedAtOnce: true})
	same(t, "answer", a.ok("PUT", githubCapabilities, `{"capabilities":[{"type":"tool","name":"delete_issue","enabled":false}]}`), `{"success":true}`)
	for _, body := range []string{
		`{}`, `{"capabilities":[]}`, `{"capabilities":[{"type":"tool","name":"nothing","enabled":false}]}`,
		`{"capabilities":[{"type":"resource_template","name":"issue","enabled":false}]}`, `{"capabilities":[{"type":"tool","name":"create_issue"}]}`,
		`{"capabilities":[{"type":"tool","name":"create_issue","enabled":false},{"type":"tool","name":"create_issue","enabled":true}]}`,
	} {
		a.refused("PUT", githubCapabilities, body, 400, "AB01", "capabilities")
	}
	tools := a.list(githubCapabilities + "?type=tool")
	if got := joined(tools, "name"); got != "create_issue,delete_issue,search_issues" || tools[0]["enabled"] != true || tools[1]["enabled"] != false {
		t.Errorf("got %v", tools)
	}
	a.refused("GET", githubCapabilities+"?type=tools", "", 400, "AB01", "type")
	if rows := a.All(emulator.MCPCapabilities); len(rows) != 1 {
		t.Errorf("stored %v", rows)
	}
	a.Drop(emulator.MCPIntegrations, "github")
	if rows := a.All(emulator.MCPCapabilities); len(rows) != 0 {
		t.Errorf("left %v", rows)
	}
}

// Pages are counted from 1, and have at most 500.
func TestCapabilities_pages(t *testing.T) {
	t.Parallel()
	a := capable(t, emulator.Answers{SyncedAtOnce: true})
	var keys []string
	for i := range 250 {
		keys = append(keys, fmt.Sprintf("tool/t%03d", i))
	}
	a.SetCapabilities("github", keys...)
	if got := a.list(githubCapabilities); len(got) != 100 || got[0]["name"] != "t000" {
		t.Errorf("the first page has %d", len(got))
	}
	third := a.ok("GET", githubCapabilities+"?page=3&page_size=100", "")
	if got := objects(t, third["data"]); len(got) != 50 || third["has_more"] != false || third["total"] != 250.0 {
		t.Errorf("the third page has %d", len(got))
	}
	a.refused("GET", githubCapabilities+"?page=0", "", 400, "AB01", "page")
	a.refused("GET", githubCapabilities+"?page_size=501", "", 400, "AB01", "page_size")
}

// A server has what its integration has, enabled or disabled by itself.
func TestCapabilities_server(t *testing.T) {
	t.Parallel()
	a := capable(t, emulator.Answers{SyncedAtOnce: true})
	home := a.AddWorkspace(map[string]any{"name": "Production"})
	a.Add(emulator.MCPServers, home.ID, map[string]any{"name": "Tools", "slug": "tools", "mcp_integration_id": "github"})
	a.ok("PUT", githubCapabilities, `{"capabilities":[{"type":"tool","name":"delete_issue","enabled":false}]}`)
	a.ok("PUT", "/mcp-servers/tools/capabilities", `{"capabilities":[{"type":"tool","name":"create_issue","enabled":false}]}`)
	tools := a.list("/mcp-servers/tools/capabilities?type=tool")
	for i, want := range []string{`[false,true]`, `[true,false]`, `[true,true]`} {
		same(t, fmt.Sprint(tools[i]["name"]), []any{tools[i]["enabled"], tools[i]["integration_enabled"]}, want)
	}
	same(t, "the integration's", a.list(githubCapabilities)[0]["enabled"], `true`)
	same(t, "metadata", a.ok("GET", "/mcp-servers/tools/metadata", "")["sync_status"], `"synced"`)
}
