package auditlogs_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	auditLogs  = "portkey_audit_logs"
	credential = "sk-of-a-test-only-4f8a1c"
)

type attrs = map[string]any

// window is that of the day before a time, with other arguments.
func window(end time.Time, more attrs) attrs {
	config := attrs{"start_time": end.Add(-24 * time.Hour).Format(time.RFC3339), "end_time": end.Format(time.RFC3339)}
	for name, value := range more {
		config[name] = value
	}
	return config
}

func records(t *testing.T, got attrs) []attrs {
	t.Helper()
	var all []attrs
	for _, one := range got["records"].([]any) {
		all = append(all, one.(attrs))
	}
	return all
}

// 250 records take three requests, none of which names the organisation.
func TestAuditLogs_pages(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	end := time.Now().Add(-time.Hour)
	env.API.AddAuditRecords(250, end.Add(-time.Minute), nil)
	d := env.Driver(t)
	for limit, want := range map[any]struct{ records, requests int }{nil: {250, 3}, 120: {120, 2}, 5: {5, 1}} {
		env.API.ResetRequests()
		got, diags := d.Data(auditLogs, window(end, attrs{"limit": limit}))
		if harness.NoErrors(t, diags); len(diags) > 0 {
			t.Errorf("%v: %s", limit, diags)
		}
		all := records(t, got)
		if len(all) != want.records || len(env.API.Requests()) != want.requests {
			t.Errorf("limit %v: %d records in %d requests", limit, len(all), len(env.API.Requests()))
		}
		if all[0]["request_id"] != "request-250" {
			t.Errorf("the first one is %v", all[0])
		}
	}
	for _, one := range env.API.Requests() {
		if strings.Contains(one.RawQuery, "organisation") {
			t.Errorf("asked for %s", one.RawQuery)
		}
	}
}

// What may contain credentials is returned on demand alone.
func TestAuditLogs_bodies(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	end := time.Now().Add(-time.Hour)
	env.API.AddAuditRecords(1, end.Add(-time.Minute), attrs{
		"request_body": fmt.Sprintf(`{"key":%q}`, credential), "query_params": `{"a":"b"}`, "country": "", "action": "",
	})
	d := env.Driver(t)
	secret := []string{"request_body", "query_params", "request_headers"}
	for _, include := range []any{nil, false} {
		got, diags := d.Data(auditLogs, window(end, attrs{"include_bodies": include}))
		harness.NoErrors(t, diags)
		one := records(t, got)[0]
		for _, name := range secret {
			if one[name] != nil {
				t.Errorf("include_bodies = %v: %s is %v", include, name, one[name])
			}
		}
		if one["action"] != nil || one["country"] != nil || one["workspace_id"] != nil || one["response_status_code"] != 200.0 {
			t.Errorf("got %v", one)
		}
	}
	got, diags := d.Data(auditLogs, window(end, attrs{"include_bodies": true}))
	harness.NoErrors(t, diags)
	one := records(t, got)[0]
	if one["request_body"] != fmt.Sprintf(`{"key":%q}`, credential) || one["query_params"] != `{"a":"b"}` || one["request_headers"] == nil {
		t.Errorf("got %v", one)
	}
}

// Every filter reaches the API.
func TestAuditLogs_filters(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	end := time.Now().Add(-time.Hour)
	other := attrs{
		"method": "POST", "uri": "/v1/x", "user_id": "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90", "user_type": "api_key", "workspace_id": home.ID,
		"response_status_code": 403, "resource_type": "labels", "action": "create", "client_ip": "203.0.113.9", "country": "FR",
	}
	env.API.AddAuditRecords(2, end.Add(-time.Hour), nil)
	env.API.AddAuditRecords(1, end.Add(-time.Minute), other)
	d := env.Driver(t)
	other["request_id"] = "request-2"
	for name, value := range other {
		got, diags := d.Data(auditLogs, window(end, attrs{name: value}))
		harness.NoErrors(t, diags)
		if all := records(t, got); len(all) != 1 || name != "request_id" && all[0]["uri"] != "/v1/x" {
			t.Errorf("%s: got %v", name, all)
		}
	}
	got, diags := d.Data(auditLogs, window(end, attrs{"workspace_id": home.Slug, "method": "", "uri": nil}))
	harness.NoErrors(t, diags)
	if len(records(t, got)) != 1 {
		t.Errorf("by slug: %v", got)
	}
	env.API.DeleteWorkspace(home.ID)
	got, diags = d.Data(auditLogs, window(end, attrs{"workspace_id": home.ID}))
	harness.NoErrors(t, diags)
	if len(records(t, got)) != 1 {
		t.Errorf("of a deleted workspace: %v", got)
	}
}

func TestAuditLogs_refused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	end := time.Now().Add(-time.Hour)
	for argument, config := range map[string]attrs{
		"start_time":           {"start_time": "2026-10-15", "end_time": "2026-10-16T00:00:00Z"},
		"end_time":             {"start_time": "2026-10-15T00:00:00Z", "end_time": "2026-10-15T02:00:00+02:00"},
		"limit":                window(end, attrs{"limit": 0}),
		"response_status_code": window(end, attrs{"response_status_code": 40}),
		"method":               window(end, attrs{"method": "PUTT"}),
	} {
		_, diags := d.Data(auditLogs, config)
		harness.WantError(t, diags, argument, "Invalid value", argument)
	}
	harness.WantUntouched(t, env, false)
	_, diags := d.Data(auditLogs, window(end, attrs{"workspace_id": "ws-nowhere-0a1b2c"}))
	harness.WantError(t, diags, "workspace_id", "Cannot find workspace")
	env.API.SetScopes(env.Key, "logs.list")
	_, diags = d.Data(auditLogs, window(end, nil))
	harness.WantError(t, diags, "", "Cannot list audit records", "Enterprise", "scope audit_logs.list")
}

// A window that has not ended is warned of, by the clock of the server.
func TestAuditLogs_openWindow(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.AddWorkspace(attrs{"name": "Web"})
	d := env.Driver(t)
	end := time.Now().Add(2 * time.Hour)
	_, diags := d.Data(auditLogs, window(end, nil))
	harness.WantOne(t, diags, "end_time", "Time window has not ended", end.Format(time.RFC3339), "every plan")
	env.API.Advance(3 * time.Hour)
	_, diags = d.Data(auditLogs, window(end, nil))
	if len(diags) > 0 {
		t.Errorf("got %s", diags)
	}
}

// Under the real CLI, what the audit log knows of this very run is in outputs, and a
// credential in it is neither printed nor in the state unless it is asked for.
func TestAuditLogs_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsEphemeral(t, "TestAuditLogs_bodies")
	env := harness.Start(t)
	env.API.Add(emulator.Users, "", attrs{"email": "dana@example.com"})
	day := time.Now().UTC().Truncate(24 * time.Hour)
	hcl := func(bodies bool) string {
		return env.Config(fmt.Sprintf(`
resource "portkey_integration" "openai" {
  name           = "OpenAI"
  ai_provider_id = "openai"
  key_wo         = %q
  key_wo_version = 1
}

data "portkey_audit_logs" "integrations" {
  start_time     = %q
  end_time       = %q
  uri            = "/v1/integrations"
  method         = "POST"
  include_bodies = %t
  depends_on     = [portkey_integration.openai]
}

output "writes" {
  value = [for one in data.portkey_audit_logs.integrations.records : "${one.method} ${one.uri} ${one.response_status_code}"]
}
`, credential, day.Format(time.RFC3339), day.Add(48*time.Hour).Format(time.RFC3339), bodies))
	}
	tf := env.CLI(t, "")
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+hcl(false))
	output := tf.Run(0, "apply", "-auto-approve")
	for _, want := range []string{"POST /v1/integrations 200", "Time window has not ended"} {
		if !strings.Contains(harness.Flat(output), want) {
			t.Errorf("lacks %q:\n%s", want, output)
		}
	}
	if strings.Contains(output+tf.Read("terraform.tfstate"), credential) {
		t.Error("the credential is printed or in the state")
	}
	if created := env.API.Bodies(http.MethodPost, "/integrations"); len(created) != 1 || !strings.Contains(created[0], credential) {
		t.Errorf("sent %v", created)
	}
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+hcl(true))
	output = tf.Run(0, "apply", "-auto-approve")
	if strings.Contains(output, credential) || !strings.Contains(tf.Read("terraform.tfstate"), credential) {
		t.Error("with include_bodies, the credential is printed, or not in the state")
	}
	tf.Run(0, "destroy", "-auto-approve")
}
