package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const auditDay = "/audit-logs?start_time=2026-10-15T00:00:00Z&end_time=2026-10-16T00:00:00Z"

// Writes are logged with what was sent, and reads are not.
func TestAuditLogs(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	a.ok("POST", "/integrations", `{"name":"OpenAI","ai_provider_id":"openai","key":"sk-of-a-test-only"}`)
	a.ok("GET", "/integrations", "")
	a.ok("PUT", "/admin/workspaces/"+home, `{"description":"Later"}`)
	a.refused("DELETE", "/configs/pc-x", "", http.StatusNotFound, "AB08", "")
	got := a.ok("GET", auditDay, "")
	records := objects(t, got["records"])
	same(t, "total", got["total"], `4`)
	same(t, "object", got["object"], `"analytics-graph"`)
	if got := joined(records, "method"); got != "DELETE,PUT,POST,POST" {
		t.Errorf("methods: %s", got)
	}
	same(t, "status", records[0]["response_status_code"], `404`)
	same(t, "workspace", records[1]["workspace_id"], fmt.Sprintf("%q", home))
	same(t, "body", records[2]["request_body"], `"{\"name\":\"OpenAI\",\"ai_provider_id\":\"openai\",\"key\":\"sk-of-a-test-only\"}"`)
	if text := toJSON(t, records); strings.Contains(text, emulator.AdminKey) {
		t.Error("the log shows the API key")
	}
	for filter, want := range map[string]int{
		"method=PUT": 1, "resource_type=integrations": 1, "action=create": 2, "response_status_code=404": 1, "workspace_id=" + home: 1,
		"uri=/v1/integrations": 1, "user_type=user": 0, "country=NL": 4, "page_size=3": 3, "page_size=3&current_page=1": 1,
	} {
		if got := objects(t, a.ok("GET", auditDay+"&"+filter, "")["records"]); len(got) != want {
			t.Errorf("%s: %d records, want %d", filter, len(got), want)
		}
	}
	same(t, "total past the end", a.ok("GET", auditDay+"&current_page=1", "")["total"], `0`)
}

func TestAuditLogs_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.refused("GET", "/audit-logs?start_time=2026-10-15T00:00:00Z", "", http.StatusBadRequest, "AB01", "end_time")
	a.refused("GET", "/audit-logs?start_time=today&end_time=2026-10-16T00:00:00Z", "", http.StatusBadRequest, "AB01", "start_time")
	a.refused("GET", auditDay+"&page_size=101", "", http.StatusBadRequest, "AB01", "page_size")
	a.refused("GET", auditDay+"&actor_id=x", "", http.StatusBadRequest, "AB01", "actor_id")
	a.refused("GET", auditDay+"&organisation_id="+a.OrganisationID(), "", http.StatusForbidden, "AB03", "")
	a.as(a.AddKey(emulator.Key{Scopes: []string{"logs.list"}})).refused("GET", auditDay, "", http.StatusForbidden, "AB03", "")
	a.as(a.AddKey(emulator.Key{WorkspaceID: a.create(create)})).refused("GET", auditDay, "", http.StatusForbidden, "AB03", "")
}

func TestAddAuditRecords(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.AddAuditRecords(3, noon(), map[string]any{"country": "FR"})
	_, other := a.AddOrganisation("other")
	records := objects(t, a.ok("GET", auditDay, "")["records"])
	if got := joined(records, "request_id"); got != "request-3,request-2,request-1" {
		t.Errorf("records: %s", got)
	}
	same(t, "time", records[0]["timestamp"], fmt.Sprintf("%q", noon().Format("2006-01-02T15:04:05.000Z")))
	same(t, "country", records[0]["country"], `"FR"`)
	same(t, "another organisation's", a.as(other).ok("GET", auditDay, "")["records"], `[]`)
	window := fmt.Sprintf("/audit-logs?start_time=%s&end_time=%s", noon().Add(-time.Second).Format(time.RFC3339), noon().Format(time.RFC3339))
	if got := joined(objects(t, a.ok("GET", window, "")["records"]), "request_id"); got != "request-2" {
		t.Errorf("in the window: %s", got)
	}
}
