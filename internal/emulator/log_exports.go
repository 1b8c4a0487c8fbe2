package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// logFields are what a log export can have of each request (documented).
var logFields = strings.Fields(`id trace_id created_at request response is_success ai_org ai_model req_units res_units total_units
	request_url cost cost_currency response_time response_status_code mode config prompt_slug metadata`)

// mostLogs is how many rows an export has at most (seen).
const mostLogs = 50_000

// Exporting is how exports of logs go.
type Exporting struct {
	// Rows is how many requests match.
	Rows int
	// Reads is how many reads find an export in progress before it ends, and Ends the
	// status that it has then: success, failed or stopped.
	Reads int
	Ends  string
}

// SetExporting sets how exports of logs go from here on. At first, 120 rows match, and an
// export has succeeded at the third read.
func (s *Server) SetExporting(exporting Exporting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exporting = exporting
}

// logExport is an export of logs.
type logExport struct {
	id, organisation, workspace, status string
	fields                              map[string]any
	rows, reads                         int
	created, updated                    time.Time
}

func logExports() *table {
	t := &table{scopes: []string{"logs"}, verbs: []string{"view", "export"}, lacks: verbs(), page: 50, most: 100}
	t.routes = []route{
		{http.MethodGet, "logs/exports", t.listLogExports},
		{http.MethodPost, "logs/exports", t.createLogExport},
		{http.MethodGet, "logs/exports/*", t.withLogExport("logs.view", t.readLogExport)},
		{http.MethodPost, "logs/exports/*/start", t.withLogExport("logs.export", startLogExport)},
		{http.MethodPost, "logs/exports/*/cancel", t.withLogExport("logs.export", cancelLogExport)},
		{http.MethodGet, "logs/exports/*/download", t.withLogExport("logs.export", downloadLogExport)},
	}
	return t
}

// createLogExport creates a draft. A workspace is named by its slug: an id is accepted, and
// matches nothing (seen).
func (t *table) createLogExport(c *call) (any, error) {
	if !c.key.may("logs.export") {
		return nil, noRights()
	}
	body, err := c.object(func(key string) bool {
		return slices.Contains([]string{"filters", "requested_data", "description", "workspace_id"}, key)
	})
	if err != nil {
		return nil, err
	}
	filters, isObject := body["filters"].(map[string]any)
	if !isObject {
		return nil, badField("filters", "filters is not an object")
	}
	if err := c.known(filters, func(key string) bool {
		return slices.Contains(analyticsFilters, key) || slices.Contains(strings.Fields("time_of_generation_min time_of_generation_max ai_model workspace_slug page_size current_page"), key)
	}); err != nil {
		return nil, err
	}
	requested, isList := body["requested_data"].([]any)
	if !isList || len(requested) == 0 {
		return nil, badField("requested_data", "requested_data is not a list")
	}
	for _, one := range requested {
		if name, _ := one.(string); !slices.Contains(logFields, name) {
			return nil, badField("requested_data", "unknown or denied: "+jsonText(one))
		}
	}
	if description, _ := body["description"].(string); description == "" {
		return nil, badField("description", "description is missing")
	}
	workspace, _ := body["workspace_id"].(string)
	w, err := c.workspace(workspace)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return nil, badField("workspace_id", "workspace_id is missing")
	}
	one := &logExport{
		id: c.uuid(), organisation: c.key.OrganisationID, workspace: w.ID, status: "draft", fields: body,
		rows: c.exporting.Rows, created: c.now(), updated: c.now(),
	}
	if workspace == w.ID && workspace != w.Slug {
		one.rows = 0
	}
	c.exports = append(c.exports, one)
	c.effect = true
	return map[string]any{"id": one.id, "total": one.rows, "object": "export"}, nil
}

// listLogExports lists the exports of a workspace, newest first. Its id answers 500 (seen).
func (t *table) listLogExports(c *call) (any, error) {
	if !c.key.may("logs.list") {
		return nil, noRights()
	}
	if err := c.onlyQuery("workspace_id", "page_size", "current_page"); err != nil {
		return nil, err
	}
	named := c.query.Get("workspace_id")
	w, err := c.workspace(named)
	switch {
	case err != nil:
		return nil, err
	case w == nil:
		return nil, badQuery("workspace_id", "workspace_id is missing")
	case named == w.ID && named != w.Slug:
		return nil, &problem{status: http.StatusInternalServerError, code: "AB04", message: "Internal server error"}
	}
	all := []any{}
	for _, one := range slices.Backward(c.exports) {
		if one.workspace == w.ID {
			all = append(all, c.logExportAnswer(one))
		}
	}
	page, _, err := paged(c, all, t)
	if err != nil {
		return nil, err
	}
	return map[string]any{"object": "list", "total": len(all), "data": append([]any{}, page...)}, nil
}

// withLogExport handles what is about one export.
func (t *table) withLogExport(scope string, handle func(*call, *logExport) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		if !c.key.may(scope) {
			return nil, noRights()
		}
		for _, one := range c.exports {
			if one.id == c.args[0] && one.organisation == c.key.OrganisationID && (c.key.WorkspaceID == "" || c.key.WorkspaceID == one.workspace) {
				return handle(c, one)
			}
		}
		return nil, notFound()
	}
}

func (t *table) readLogExport(c *call, one *logExport) (any, error) {
	if one.status == "in_progress" {
		if one.reads++; one.reads > c.exporting.Reads {
			one.status, one.updated = c.exporting.Ends, c.now()
		}
	}
	answer := c.logExportAnswer(one)
	answer["name"], answer["total_records"] = nil, one.rows
	return answer, nil
}

// logExportAnswer has filters that were not sent (seen).
func (s *Server) logExportAnswer(one *logExport) map[string]any {
	filters, _ := clone(one.fields["filters"]).(map[string]any)
	for name, value := range map[string]any{"timezone": "UTC", "current_page": 0, "page_size": mostLogs, "organisation_id": one.organisation} {
		if _, sent := filters[name]; !sent {
			filters[name] = value
		}
	}
	return map[string]any{
		"id": one.id, "organisation_id": one.organisation, "workspace_id": one.workspace, "filters": filters,
		"requested_data": one.fields["requested_data"], "description": one.fields["description"], "status": one.status,
		"created_at": timestamp(one.created), "last_updated_at": timestamp(one.updated), "created_by": administrator, "object": "export",
	}
}

func startLogExport(c *call, one *logExport) (any, error) {
	if one.status != "draft" {
		return nil, badField("status", "the export is no draft")
	}
	one.status, one.updated, c.effect = "in_progress", c.now(), true
	return map[string]any{"message": "Export started", "object": "export"}, nil
}

// cancelLogExport: a draft can't be cancelled (seen).
func cancelLogExport(c *call, one *logExport) (any, error) {
	if one.status != "in_progress" {
		return nil, badField("status", "the export is not in progress")
	}
	one.status, one.updated, c.effect = "stopped", c.now(), true
	return map[string]any{"message": "Export cancelled", "object": "export"}, nil
}

func downloadLogExport(c *call, one *logExport) (any, error) {
	if one.status != "success" {
		return nil, badField("status", "the export has not succeeded")
	}
	return map[string]any{"signed_url": "https://exports.example.com/" + one.id + "?signature=" + c.hex(16)}, nil
}
