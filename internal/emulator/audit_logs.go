package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// objectless are the tables of what the API answers that is about no noun.
func objectless() []*table { return []*table{auditLogs(), analytics(), logExports()} }

// audited is a write that the audit log has a record of.
type audited struct {
	at    time.Time
	key   Key
	id    string
	entry *Request
}

// auditLogs are the records of writes, newest first. The window is required (documented),
// and the organisation, which is documented as required, answers 403 (seen).
func auditLogs() *table {
	t := &table{
		scopes: []string{"audit_logs"}, organisation: true, lacks: verbs(),
		page: 50, most: 100, bounded: true, filters: map[string]func(*Server, *Object, string) bool{},
	}
	for _, name := range []string{
		"method", "uri", "request_id", "user_id", "user_type", "workspace_id", "response_status_code",
		"resource_type", "action", "client_ip", "country",
	} {
		t.filters[name] = func(_ *Server, o *Object, text string) bool { return fmt.Sprint(o.Fields[name]) == text }
	}
	t.routes = []route{{http.MethodGet, "audit-logs", t.auditLogs}}
	return t
}

// auditLogs answers a page of the records of a window, which includes its start and not
// its end (assumed). Past the last page, the total is 0 (seen).
func (t *table) auditLogs(c *call) (any, error) {
	start, err := c.moment("start_time")
	if err != nil {
		return nil, err
	}
	end, err := c.moment("end_time")
	if err != nil {
		return nil, err
	}
	if c.query.Get("organisation_id") != "" {
		return nil, noRights()
	}
	for _, name := range []string{"start_time", "end_time"} {
		c.query.Del(name)
	}
	if err := c.admit(t, "list"); err != nil {
		return nil, err
	}
	var found []*Object
	for _, o := range c.auditRecords(c.key.OrganisationID) {
		at := moment(o.Fields["timestamp"])
		if !at.Before(start) && at.Before(end) && c.selects(t, o) {
			found = append(found, o)
		}
	}
	slices.SortStableFunc(found, func(a, b *Object) int {
		return moment(b.Fields["timestamp"]).Compare(moment(a.Fields["timestamp"]))
	})
	page, _, err := paged(c, found, t)
	if err != nil {
		return nil, err
	}
	records, total := []any{}, len(found)
	for _, o := range page {
		records = append(records, o.Fields)
	}
	if len(records) == 0 {
		total = 0
	}
	return map[string]any{"records": records, "total": total, "object": "analytics-graph"}, nil
}

// selects reports whether an object passes all filters of a query.
func (c *call) selects(t *table, o *Object) bool {
	for name, passes := range t.filters {
		if text := c.query.Get(name); text != "" && !passes(c.Server, o, text) {
			return false
		}
	}
	return true
}

// moment is a time that a query has to have.
func (c *call) moment(name string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, c.query.Get(name))
	if err != nil {
		return at, badQuery(name, name+" is not an ISO 8601 time")
	}
	return at, nil
}

// audit keeps a write for the audit log, whatever it was answered. Reads are not in it
// (recorded).
func (s *Server) audit(entry *Request, key Key, requestID string) {
	if entry.Method != http.MethodGet && key.Secret != "" {
		s.audited = logged(s.audited, audited{s.now(), key, requestID, entry}, s.most)
	}
}

// auditRecords are the records of an organisation, in the order of the writes.
func (s *Server) auditRecords(organisation string) []*Object {
	var all []*Object
	for _, fields := range s.auditSeeds {
		if fields["organisation_id"] == organisation {
			all = append(all, &Object{Fields: clone(fields)})
		}
	}
	for _, one := range newest(s.audited, s.most) {
		if one.key.OrganisationID == organisation {
			all = append(all, &Object{Fields: s.auditRecord(one)})
		}
	}
	slices.Reverse(all)
	return all
}

// auditRecord is the record of a write. Bodies are answered as they were sent, with the
// credentials in them (seen), and the API key is masked. The values of resource_type and
// action are assumed.
func (s *Server) auditRecord(one audited) map[string]any {
	userType := "api_key"
	if one.key.User {
		userType = "user"
	}
	below, _ := belowVersion(one.entry.Path)
	elements := strings.Split(strings.TrimPrefix(below, "admin/"), "/")
	action := map[string]string{http.MethodPost: "create", http.MethodPut: "update", http.MethodDelete: "delete"}[one.entry.Method]
	if len(elements) > 2 {
		action = "" // seen of what is below an object
	}
	headers := map[string]string{}
	for name := range one.entry.Header {
		headers[strings.ToLower(name)] = one.entry.Header.Get(name)
	}
	headers["x-portkey-api-key"] = "*****"
	if len(one.key.Secret) > len("i2Wp4") {
		headers["x-portkey-api-key"] = masked(one.key.Secret)
	}
	query, _ := url.ParseQuery(one.entry.RawQuery)
	parameters := map[string]string{}
	for name := range query {
		parameters[name] = query.Get(name)
	}
	return map[string]any{
		"timestamp": timestamp(one.at), "method": one.entry.Method, "uri": one.entry.Path, "request_id": one.id,
		"request_body": string(one.entry.Body), "query_params": jsonText(parameters), "request_headers": jsonText(headers),
		"user_id": administrator, "user_type": userType, "organisation_id": one.key.OrganisationID,
		"workspace_id": s.auditWorkspace(one, query, elements), "response_status_code": float64(one.entry.Status),
		"resource_type": elements[0], "action": action, "client_ip": "192.0.2.7", "country": "NL",
	}
}

// auditWorkspace is the id of the workspace that a write was about; nil is none.
func (s *Server) auditWorkspace(one audited, query url.Values, elements []string) any {
	references := []string{one.key.WorkspaceID, query.Get("workspace_id")}
	var body map[string]any
	if json.Unmarshal(one.entry.Body, &body) == nil {
		named, _ := body["workspace_id"].(string)
		references = append(references, named)
	}
	if len(elements) > 1 && elements[0] == "workspaces" {
		references = append(references, elements[1])
	}
	for _, reference := range references {
		if _, w := s.stores[Workspaces].find(reference); w != nil {
			return w.ID
		}
	}
	return nil
}

// AddAuditRecords adds records to the audit log of the first organisation, as old writes of
// other callers would have: one each second, up to a moment. Fields replace those of each,
// but its request_id, which ends with the number of the record.
func (s *Server) AddAuditRecords(count int, until time.Time, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range count {
		record := map[string]any{
			"timestamp": timestamp(until.Add(time.Duration(i-count+1) * time.Second)),
			"method":    http.MethodPut, "uri": "/v1/configs/pc-routing-1a2b3c", "request_body": `{"name":"Routing"}`, "query_params": "{}",
			"request_headers": `{"x-portkey-api-key":"i2*****Wp4"}`, "user_id": administrator, "user_type": "user",
			"organisation_id": s.organisations[0], "workspace_id": nil, "response_status_code": 200.0,
			"resource_type": "configs", "action": "update", "client_ip": "198.51.100.20", "country": "DE",
		}
		maps.Copy(record, asJSON(fields))
		record["request_id"] = "request-" + strconv.Itoa(i+1)
		s.auditSeeds = append(s.auditSeeds, record)
	}
}
