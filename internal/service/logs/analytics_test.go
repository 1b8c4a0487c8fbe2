package logs_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	analytics = "portkey_analytics"
	groups    = "portkey_analytics_groups"
	start     = "2026-10-01T00:00:00+02:00"
	end       = "2026-11-01T00:00:00+01:00"
)

type attrs = map[string]any

// in adds the window to arguments.
func in(workspace string, more attrs) attrs {
	config := attrs{"workspace_id": workspace, "time_of_generation_min": start, "time_of_generation_max": end}
	for name, value := range more {
		config[name] = value
	}
	return config
}

// set are the attributes of an object that are not null.
func set(object any) attrs {
	shown := attrs{}
	for name, value := range object.(attrs) {
		if value != nil {
			shown[name] = value
		}
	}
	return shown
}

// Each metric has its figures: amounts are in dollars, texts are numbers, and null stays.
func TestAnalytics_metrics(t *testing.T) {
	t.Parallel()
	for metric, test := range map[string]struct {
		summary, point         attrs // as the API answers
		wantSummary, wantPoint attrs
	}{
		"requests": {attrs{"total": 7}, attrs{"timestamp": "2026-10-01T00:00:00Z", "total": "7"}, attrs{"total": 7.0}, attrs{"timestamp": "2026-10-01T00:00:00Z", "total": 7.0}},
		"cost": {
			attrs{"total": json.Number("1234.5"), "avg": json.Number("0.1")}, attrs{"total": "7", "avg": json.Number("1e-3")},
			attrs{"total_cost_usd": 12.345, "avg_cost_usd": 0.001}, attrs{"total_cost_usd": 0.07, "avg_cost_usd": 0.00001},
		},
		"latency": {
			attrs{"avg": nil, "p50": nil, "p90": nil, "p99": nil}, attrs{"timestamp": "2026-10-01T00:00:00Z", "avg": 812, "p50": 640, "p90": nil, "p99": 2001},
			attrs{}, attrs{"timestamp": "2026-10-01T00:00:00Z", "avg": 812.0, "p50": 640.0, "p99": 2001.0},
		},
		"users/requests": {attrs{"total": 9, "unique": 3, "avg": 3}, attrs{"avg": 3}, attrs{"total": 9.0, "unique": 3.0, "avg": 3.0}, attrs{"avg": 3.0}},
		"errors/stacks": {
			attrs{"total": 2}, attrs{"stats": []any{attrs{"response_status_code": 429, "count": 2}}},
			attrs{"total": 2.0}, attrs{"stats": []any{attrs{"response_status_code": 429.0, "count": 2.0}}},
		},
		"errors/status-codes": {attrs{"total_errors": 2, "unique_error_codes": 1}, attrs{"status_code": 429, "count": 2}, attrs{"total_errors": 2.0, "unique_error_codes": 1.0}, attrs{"status_code": 429.0, "count": 2.0}},
		"requests/rescued": {
			attrs{"retry": 4, "fallback": 1}, attrs{"retry": []any{attrs{"retry_success_count": 1, "count": "4"}}, "fallback": 1},
			attrs{"retry": 4.0, "fallback": 1.0}, attrs{"retry": []any{attrs{"retry_success_count": 1.0, "count": 4.0}}, "fallback": 1.0},
		},
		"cache/hit-rate": {
			attrs{"total": 5, "rate": 12.5}, attrs{"simple_hits": 4, "semantic_hits": 1, "rate": 12.5, "cumulative_simple_cache_savings": 29, "cumulative_semantic_cache_savings": 3},
			attrs{"total": 5.0, "rate": 12.5},
			attrs{"simple_hits": 4.0, "semantic_hits": 1.0, "rate": 12.5, "cumulative_simple_cache_savings_usd": 0.29, "cumulative_semantic_cache_savings_usd": 0.03},
		},
		"feedbacks/ai-models": {
			attrs{"mood": "good", "deep": attrs{"a": 1}}, attrs{"ai_model": "gpt-4o", "total": 3, "avg_weighted_feedback": 1, "total_units": attrs{"x": 2}},
			attrs{"other": `{"deep":{"a":1},"mood":"good"}`}, attrs{"ai_model": "gpt-4o", "total": 3.0, "avg_weighted_feedback": 1.0, "other": `{"total_units":{"x":2}}`},
		},
		"summary/cache": {
			summary:     attrs{"hits": 5, "avg_latency": nil, "total_requests": 40, "cache_speedup": "93.5"},
			wantSummary: attrs{"hits": 5.0, "total_requests": 40.0, "cache_speedup": 93.5},
		},
	} {
		t.Run(metric, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			home := env.API.AddWorkspace(attrs{"name": "Web"})
			path := "graphs/" + metric
			var points []map[string]any
			if test.point != nil {
				points = []map[string]any{test.point}
			}
			if strings.HasPrefix(metric, "summary/") {
				path = metric
			}
			env.API.SetAnalytics(home.ID, path, test.summary, points...)
			got, diags := env.Driver(t).Data(analytics, in(home.ID, attrs{"metric": metric}))
			harness.NoErrors(t, diags)
			if diff := cmp.Diff(test.wantSummary, set(got["summary"])); diff != "" {
				t.Error(diff)
			}
			list := got["data_points"].([]any)
			if test.wantPoint == nil {
				if len(list) > 0 {
					t.Errorf("got %v", list)
				}
				return
			}
			shown := set(list[0])
			if diff := cmp.Diff(test.wantPoint, shown); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The slug is sent, whatever names the workspace, with every filter in the form of the API.
func TestAnalytics_query(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	d := env.Driver(t)
	for _, ref := range []string{home.ID, home.Slug} {
		env.API.ResetRequests()
		_, diags := d.Data(analytics, in(ref, attrs{
			"metric": "requests", "cost_min_usd": 0.07, "cost_max_usd": 19.99, "total_units_min": 10, "weighted_feedback_min": -2.5,
			"status_code": []any{401, 403}, "virtual_keys": []any{"openai", "azure"}, "ai_org_model": []any{"openai__gpt-4o"},
			"metadata": attrs{"_user": "dana", "env": "a&b"}, "configs": []any{}, "trace_id": nil,
		}))
		harness.NoErrors(t, diags)
		requests := env.API.Requests()
		last := requests[len(requests)-1]
		got, _ := url.ParseQuery(last.RawQuery)
		want := url.Values{
			"workspace_slug": {home.Slug}, "time_of_generation_min": {start}, "time_of_generation_max": {end}, "cost_min": {"7"}, "cost_max": {"1999"},
			"total_units_min": {"10"}, "weighted_feedback_min": {"-2.5"}, "status_code": {"401,403"}, "virtual_keys": {"openai,azure"},
			"ai_org_model": {"openai__gpt-4o"}, "metadata": {`{"_user":"dana","env":"a\u0026b"}`},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", ref, diff)
		}
	}
}

func TestAnalytics_refused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	d := env.Driver(t)
	for _, test := range []struct {
		source string
		config attrs
		at     string
		words  string
	}{
		{analytics, in(home.ID, attrs{"metric": "latencys"}), "metric", `Did you mean "latency"?`},
		{analytics, in(home.ID, attrs{"metric": "errors/status_codes"}), "metric", `Did you mean "errors/status-codes"?`},
		{analytics, in(home.ID, attrs{"metric": "cost", "virtual_keys": []any{"a,b"}}), "virtual_keys[0]", "as an element of its own"},
		{analytics, attrs{"workspace_id": home.ID, "metric": "cost", "time_of_generation_min": end, "time_of_generation_max": start}, "time_of_generation_max", "not after"},
		{groups, in(home.ID, attrs{"group_by": "user"}), "group_by", `Did you mean "users"?`},
		{groups, in(home.ID, attrs{"group_by": "metadata/"}), "group_by", "metadata/team"},
		{groups, in(home.ID, attrs{"group_by": "metadata/a/../b"}), "group_by", "letters, digits"},
	} {
		_, diags := d.Data(test.source, test.config)
		harness.WantError(t, diags, test.at, "Invalid value", test.words)
	}
	harness.WantUntouched(t, env, false)
	_, diags := d.Data(analytics, in("ws-nowhere-0a1b2c", attrs{"metric": "cost"}))
	harness.WantError(t, diags, "workspace_id", "Cannot find workspace")
	env.API.SetScopes(env.Key, "workspaces.read", "workspaces.list")
	for source, config := range map[string]attrs{analytics: {"metric": "cost"}, groups: {"group_by": "users"}} {
		_, diags = d.Data(source, in(home.ID, config))
		harness.WantError(t, diags, "", "Cannot read analytics", "scope analytics.view", "Enterprise")
	}
}

// Groups have their value under one name, whatever they are grouped by.
func TestGroups(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	for by, row := range map[string]attrs{
		"users":         {"user": "dana", "requests": "12", "cost": "1234.5", "object": "analytics-group"},
		"ai-models":     {"ai_model": "gpt-4o", "requests": "12", "object": "analytics-group"},
		"provider":      {"provider": "openai", "requests": 12, "cost": 7},
		"metadata/team": {"metadata_value": "risk", "requests": 12, "cost": 0.1, "avg_tokens": 31.5, "avg_weighted_feedback": nil, "requests_with_feedback": 0, "last_seen": "2026-10-02T00:00:00Z"},
		"status_code":   {"status_code": 429, "requests": 12, "shade": "red"},
	} {
		env.API.SetAnalytics(home.ID, "groups/"+by, nil, row)
	}
	d := env.Driver(t)
	for by, want := range map[string]attrs{
		"users":         {"value": "dana", "requests": 12.0, "cost_usd": 12.345},
		"ai-models":     {"value": "gpt-4o", "requests": 12.0},
		"provider":      {"value": "openai", "requests": 12.0, "cost_usd": 0.07},
		"metadata/team": {"value": "risk", "requests": 12.0, "cost_usd": 0.001, "avg_tokens": 31.5, "requests_with_feedback": 0.0, "last_seen": "2026-10-02T00:00:00Z"},
		"status_code":   {"value": "429", "requests": 12.0, "other": `{"shade":"red"}`},
	} {
		got, diags := d.Data(groups, in(home.Slug, attrs{"group_by": by}))
		harness.NoErrors(t, diags)
		list := got["groups"].([]any)
		if len(list) != 1 {
			t.Fatalf("%s: %v", by, list)
		}
		if diff := cmp.Diff(want, set(list[0])); diff != "" {
			t.Errorf("%s: %s", by, diff)
		}
	}
	got, diags := d.Data(groups, in(home.ID, attrs{"group_by": "metadata/none"}))
	harness.NoErrors(t, diags)
	if list := got["groups"].([]any); len(list) != 0 {
		t.Errorf("got %v", list)
	}
}

// Groups are read page by page, and no further than is asked for.
func TestGroups_pages(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	var rows []map[string]any
	for i := range 250 {
		rows = append(rows, attrs{"user": fmt.Sprintf("user-%d", i), "requests": "1", "cost": "1"})
	}
	env.API.SetAnalytics(home.ID, "groups/users", nil, rows...)
	d := env.Driver(t)
	for limit, want := range map[any][2]int{nil: {250, 3}, 7: {7, 1}} {
		env.API.ResetRequests()
		got, diags := d.Data(groups, in(home.Slug, attrs{"group_by": "users", "limit": limit}))
		harness.NoErrors(t, diags)
		sent := 0
		for _, one := range env.API.Requests() {
			if strings.HasPrefix(one.Path, "/v1/analytics/") {
				sent++
			}
		}
		if list := got["groups"].([]any); len(list) != want[0] || sent != want[1] {
			t.Errorf("limit %v: %d groups in %d requests", limit, len(list), sent)
		}
	}
}

// Under the real CLI, an amount is the number that its digits are, in outputs and checks.
func TestAnalytics_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	env.API.SetAnalytics(home.ID, "graphs/cost", attrs{"total": json.Number("4115.07"), "avg": json.Number("0.3")}, attrs{"timestamp": "2026-10-01T00:00:00Z", "total": "4115.07", "avg": 0.3})
	env.API.SetAnalytics(home.ID, "groups/metadata/team", nil, attrs{"metadata_value": "risk", "requests": 3, "cost": "10.1"}, attrs{"metadata_value": "web", "requests": 1, "cost": "0.2"})
	tf := env.CLI(t, fmt.Sprintf(`
data "portkey_analytics" "cost" {
  workspace_id           = %[1]q
  metric                 = "cost"
  time_of_generation_min = %[2]q
  time_of_generation_max = %[3]q
}

data "portkey_analytics_groups" "teams" {
  workspace_id           = %[1]q
  group_by               = "metadata/team"
  time_of_generation_min = %[2]q
  time_of_generation_max = %[3]q
}

output "cost" {
  value = data.portkey_analytics.cost.summary.total_cost_usd
}

output "same" {
  value = data.portkey_analytics.cost.data_points[0].total_cost_usd == 41.1507
}

output "teams" {
  value = { for one in data.portkey_analytics_groups.teams.groups : one.value => one.cost_usd }
}
`, home.Slug, start, end))
	output := tf.Run(0, "apply", "-auto-approve")
	for _, want := range []string{"cost = 41.1507", "same = true", "risk = 0.101", "web = 0.002"} {
		if !strings.Contains(strings.ReplaceAll(harness.Flat(output), `"`, ""), want) {
			t.Errorf("lacks %q:\n%s", want, output)
		}
	}
	tf.Plan(harness.PlanEmpty)
}

// A window that has not ended is warned of.
func TestAnalytics_openWindow(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	later := time.Now().Add(time.Hour).Format(time.RFC3339)
	d := env.Driver(t)
	for source, config := range map[string]attrs{analytics: {"metric": "cost"}, groups: {"group_by": "users"}} {
		config["time_of_generation_max"] = later
		_, diags := d.Data(source, in(home.ID, config))
		harness.WantOne(t, diags, "time_of_generation_max", "Time window has not ended", later)
	}
	env.API.Fail(emulator.Fault{Status: http.StatusBadRequest, Path: "/analytics", Body: `{"data":{"message":"Invalid value","error_details":{"param":"metadata"}}}`})
	_, diags := d.Data(analytics, in(home.ID, attrs{"metric": "cost", "metadata": attrs{"a": "b"}}))
	harness.WantError(t, diags, "metadata", "Cannot read analytics")
}
