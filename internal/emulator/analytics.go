package emulator

import (
	"net/http"
	"regexp"
	"strings"
)

// analyticsFilters are the parameters of all analytics (documented).
var analyticsFilters = strings.Fields(`total_units_min total_units_max cost_min cost_max prompt_token_min prompt_token_max
	completion_token_min completion_token_max status_code weighted_feedback_min weighted_feedback_max virtual_keys
	configs api_key_ids metadata ai_org_model trace_id span_id prompt_slug`)

// graphs are the metrics of a graph, and groups what requests are grouped by: documented,
// but for the ones of newer release notes behind them.
var (
	graphs = strings.Fields(`requests cost latency tokens users users/requests errors errors/rate errors/stacks errors/status-codes
		requests/rescued cache/hit-rate cache/latency feedbacks feedbacks/scores feedbacks/weighted feedbacks/ai-models`)
	groups = strings.Fields(`users ai-models metadata/* provider ai_service model status_code api_key config workspace prompt`)
)

// traffic is what analytics answer for a workspace and a path, such as graphs/cost.
type traffic struct {
	summary map[string]any
	rows    []map[string]any
}

// analytics are sums over the requests of a workspace, which the query names by its slug;
// an id matches nothing (assumed, as for log exports).
func analytics() *table {
	t := &table{
		scopes: []string{"analytics"}, verbs: []string{"view"}, lacks: verbs(), page: 50, most: 100,
		filters: map[string]func(*Server, *Object, string) bool{},
	}
	for _, name := range append([]string{"workspace_slug"}, analyticsFilters...) {
		t.filters[name] = nil
	}
	answers := map[string][]string{"graphs/": graphs, "groups/": groups, "summary/": {"cache"}}
	for kind, names := range answers {
		for _, name := range names {
			below := kind + name
			t.routes = append(t.routes, route{http.MethodGet, "analytics/" + below, func(c *call) (any, error) { return t.analytics(c, below) }})
		}
	}
	return t
}

var isoTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

func (t *table) analytics(c *call, below string) (any, error) {
	if !c.key.may("analytics.view") {
		return nil, noRights()
	}
	for _, name := range []string{"time_of_generation_min", "time_of_generation_max"} {
		if !isoTime.MatchString(c.query.Get(name)) {
			return nil, badQuery(name, name+" is not an ISO 8601 time")
		}
		c.query.Del(name)
	}
	if err := c.onlyQuery(t.parameters("list")...); err != nil {
		return nil, err
	}
	slug := c.query.Get("workspace_slug")
	if c.key.WorkspaceID != "" {
		_, w := c.stores[Workspaces].find(c.key.WorkspaceID)
		slug = w.Slug
	}
	if slug == "" {
		return nil, badQuery("workspace_slug", "workspace_slug is missing")
	}
	below = strings.Replace(below, "*", strings.Join(c.args, ""), 1)
	found := c.trafficOf(slug, below)
	switch {
	case strings.HasPrefix(below, "summary/"):
		return map[string]any{"object": "analytics-summary", "summary": found.summary}, nil
	case strings.HasPrefix(below, "graphs/"):
		return map[string]any{"object": "analytics-graph", "summary": found.summary, "data_points": found.rows}, nil
	}
	page, _, err := paged(c, found.rows, t)
	if err != nil {
		return nil, err
	}
	return map[string]any{"object": "list", "total": len(found.rows), "data": append([]map[string]any{}, page...)}, nil
}

// trafficOf is what a workspace was given by [Server.SetAnalytics], and no traffic otherwise:
// latencies are null then (documented).
func (s *Server) trafficOf(slug, below string) traffic {
	if found, there := s.traffic[slug+" "+below]; there {
		return found
	}
	summary := map[string]any{"total": 0.0}
	if strings.HasSuffix(below, "latency") {
		summary = map[string]any{"avg": nil, "p50": nil, "p90": nil, "p99": nil}
	}
	return traffic{summary, []map[string]any{}}
}

// SetAnalytics is what a path below /analytics, such as graphs/cost or groups/users, answers
// for a workspace from here on.
func (s *Server) SetAnalytics(workspace, below string, summary map[string]any, rows ...map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, w := s.mustFind(Workspaces, workspace)
	if s.traffic == nil {
		s.traffic = map[string]traffic{}
	}
	given := traffic{asJSON(summary), []map[string]any{}}
	for _, row := range rows {
		given.rows = append(given.rows, asJSON(row))
	}
	s.traffic[w.Slug+" "+below] = given
}
