package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const newExport = `{"filters":{"time_of_generation_min":"2026-10-01T00:00:00Z"},"requested_data":["id","cost"],"description":"Audit","workspace_id":"WS"}`

// The life of an export: a draft is started, and ends some reads later.
func TestLogExports(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	made := a.ok("POST", "/logs/exports", replaced(newExport, "WS", home.Slug))
	same(t, "keys", keysOf(made), `"id,object,total"`)
	same(t, "total", made["total"], `120`)
	one := "/logs/exports/" + made["id"].(string)
	a.refused("POST", one+"/cancel", "", http.StatusBadRequest, "AB01", "")
	a.refused("GET", one+"/download", "", http.StatusBadRequest, "AB01", "")
	draft := a.ok("GET", one, "")
	same(t, "status", draft["status"], `"draft"`)
	same(t, "filters", draft["filters"], `{"time_of_generation_min":"2026-10-01T00:00:00Z","timezone":"UTC","current_page":0,"page_size":50000,"organisation_id":"`+a.OrganisationID()+`"}`)
	a.ok("POST", one+"/start", "")
	a.refused("POST", one+"/start", "", http.StatusBadRequest, "AB01", "")
	for _, want := range []string{`"in_progress"`, `"in_progress"`, `"success"`, `"success"`} {
		same(t, "status", a.ok("GET", one, "")["status"], want)
	}
	if url, _ := a.ok("GET", one+"/download", "")["signed_url"].(string); !strings.HasPrefix(url, "https://") {
		t.Errorf("the file is at %s", url)
	}
	a.ok("POST", "/logs/exports", replaced(newExport, "WS", home.Slug))
	if got := a.list("/logs/exports?workspace_id=" + home.Slug); joined(got, "status") != "draft,success" {
		t.Errorf("listed %v", got)
	}
}

// A workspace is named by its slug: an id is accepted and matches nothing, and lists fail.
func TestLogExports_byID(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	same(t, "total", a.ok("POST", "/logs/exports", replaced(newExport, "WS", home.ID))["total"], `0`)
	a.refused("GET", "/logs/exports?workspace_id="+home.ID, "", http.StatusInternalServerError, "AB04", "")
}

func TestLogExports_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	body := replaced(newExport, "WS", home.Slug)
	for field, wrong := range map[string]string{
		"description": replaced(body, `"description":"Audit",`, ""), "requested_data": replaced(body, `"cost"`, `"costs"`),
		"filters": replaced(body, `{"time_of_generation_min":"2026-10-01T00:00:00Z"}`, `[]`), "shade": replaced(body, `"description"`, `"shade":"red","description"`),
		"workspace_id": replaced(body, `,"workspace_id":"`+home.Slug+`"`, ""), "time": replaced(body, "time_of_generation_min", "time"),
	} {
		a.refused("POST", "/logs/exports", wrong, http.StatusBadRequest, "AB01", field)
	}
	a.refused("GET", "/logs/exports/x", "", http.StatusNotFound, "AB08", "")
	a.refused("GET", "/logs/exports", "", http.StatusBadRequest, "AB01", "workspace_id")
	other := a.as(a.AddKey(emulator.Key{Scopes: []string{"audit_logs.list"}}))
	other.refused("POST", "/logs/exports", body, http.StatusForbidden, "AB03", "")
	other.refused("GET", "/logs/exports?workspace_id="+home.Slug, "", http.StatusForbidden, "AB03", "")
}

// Analytics are those of a slug, with pages of their groups.
func TestAnalytics(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	a.SetAnalytics(home.ID, "graphs/cost", map[string]any{"total": 7}, map[string]any{"total": 7})
	a.SetAnalytics(home.ID, "groups/metadata/team", nil, map[string]any{"metadata_value": "a"}, map[string]any{"metadata_value": "b"})
	window := "?time_of_generation_min=2026-10-01T00:00:00Z&time_of_generation_max=2026-10-01T00:00:00%2B02:00&workspace_slug="
	for path, want := range map[string]string{
		"graphs/cost" + window + home.Slug:                                      `{"object":"analytics-graph","summary":{"total":7},"data_points":[{"total":7}]}`,
		"graphs/cost" + window + home.ID:                                        `{"object":"analytics-graph","summary":{"total":0},"data_points":[]}`,
		"graphs/latency" + window + home.Slug:                                   `{"object":"analytics-graph","summary":{"avg":null,"p50":null,"p90":null,"p99":null},"data_points":[]}`,
		"summary/cache" + window + home.Slug:                                    `{"object":"analytics-summary","summary":{"total":0}}`,
		"groups/metadata/team" + window + home.Slug + "&page_size=1":            `{"object":"list","total":2,"data":[{"metadata_value":"a"}]}`,
		"groups/users" + window + home.Slug + "&status_code=401&current_page=1": `{"object":"list","total":0,"data":[]}`,
	} {
		same(t, path, a.ok("GET", "/analytics/"+path, ""), want)
	}
	a.refused("GET", "/analytics/graphs/cost"+window, "", http.StatusBadRequest, "AB01", "workspace_slug")
	a.refused("GET", "/analytics/graphs/cost?workspace_slug=x", "", http.StatusBadRequest, "AB01", "time_of_generation_min")
	a.refused("GET", "/analytics/graphs/cost"+window+"x&shade=red", "", http.StatusBadRequest, "AB01", "shade")
	a.refused("GET", "/analytics/graphs/costs"+window+"x", "", http.StatusNotFound, "AB08", "")
	own := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	same(t, "its own", own.ok("GET", "/analytics/graphs/cost"+window+"x", "")["summary"], `{"total":7}`)
	a.as(a.AddKey(emulator.Key{Scopes: []string{"logs.list"}})).refused("GET", "/analytics/graphs/cost"+window+"x", "", http.StatusForbidden, "AB03", "")
}
