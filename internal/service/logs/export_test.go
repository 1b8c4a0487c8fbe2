package logs_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const exportLogs = "portkey_export_logs"

// asked are the arguments of an export, with others in place of some.
func asked(workspace string, more attrs) attrs {
	config := attrs{
		"workspace_id": workspace, "description": "Audit of October",
		"filters":        attrs{"time_of_generation_min": start, "time_of_generation_max": end, "cost_min_usd": 0.5, "ai_model": []any{"gpt-4o", "o3"}, "metadata": attrs{"team": "risk"}},
		"requested_data": []any{"id", "created_at", "cost"},
	}
	for name, value := range more {
		config[name] = value
	}
	return config
}

// exports are those of a workspace, as the data source has them.
func exports(t *testing.T, d *harness.Driver, workspace string) []any {
	t.Helper()
	got, diags := d.Data("portkey_log_exports", attrs{"workspace_id": workspace})
	harness.NoErrors(t, diags)
	return got["log_exports"].([]any)
}

var exportID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// An export is created, started and waited for; the workspace is named by its slug.
func TestExport(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	d := env.Driver(t)
	for i, ref := range []string{home.ID, home.Slug} {
		env.API.ResetRequests()
		progress, diags := d.Invoke(exportLogs, asked(ref, nil))
		if harness.NoErrors(t, diags); len(diags) > 0 {
			t.Errorf("got %s", diags)
		}
		id := exportID.FindString(strings.Join(progress, "\n"))
		want := []string{
			"The export " + id + " was created: 120 requests match.", "The export " + id + " was started. Waiting until its status is success.",
			"The status of the export " + id + " is in_progress.", "The status of the export " + id + " is in_progress.",
			"The export " + id + " has succeeded. Download its file in Portkey.",
		}
		if strings.Join(progress, "\n") != strings.Join(want, "\n") {
			t.Errorf("got %q", progress)
		}
		body := `{"workspace_id":"` + home.Slug + `","description":"Audit of October","filters":{"ai_model":"gpt-4o,o3","cost_min":50,"metadata":{"team":"risk"},` +
			`"time_of_generation_max":"` + end + `","time_of_generation_min":"` + start + `"},"requested_data":["id","created_at","cost"]}`
		if sent := env.API.Bodies(http.MethodPost, "/logs/exports"); len(sent) != 2 || sent[0] != body {
			t.Errorf("sent %q, want %q", sent, body)
		}
		all := exports(t, d, ref)
		if len(all) != i+1 || all[0].(attrs)["id"] != id || all[0].(attrs)["status"] != "success" || all[0].(attrs)["total_records"] != nil {
			t.Errorf("listed %v", all)
		}
		one, diags := d.Data("portkey_log_export", attrs{"id": id})
		harness.NoErrors(t, diags)
		if one["status"] != "success" || one["total_records"] != 120.0 || one["workspace_id"] != home.ID || !strings.Contains(fmt.Sprint(one["filters"]), `"timezone":"UTC"`) {
			t.Errorf("read %v", one)
		}
	}
	for _, one := range env.API.Requests() {
		if strings.HasSuffix(one.Path, "/download") {
			t.Error("the URL of the file was asked for")
		}
	}
}

// What does not end well says what is left, and what to do.
func TestExport_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     emulator.Fault
		exporting emulator.Exporting
		config    attrs
		at        string
		words     []string
		left      string // the statuses of the exports, newest first
	}{
		"nothing is created": {
			fault: emulator.Fault{Method: http.MethodPost, Path: "/logs/exports", Status: http.StatusForbidden},
			words: []string{"No export was created", "logs.export", "Enterprise"},
		},
		"the create is lost": {
			fault: emulator.Fault{Method: http.MethodPost, Path: "/logs/exports", Reset: true, When: emulator.After, Times: 1},
			words: []string{"Whether the export was created is not known", "Invoke the action again"}, left: "draft",
		},
		"it is not started": {
			fault: emulator.Fault{Method: http.MethodPost, Path: "/logs/exports/*/start", Status: http.StatusForbidden},
			words: []string{"was created and, as far as is known, not started", "can't be deleted", "another export"}, left: "draft",
		},
		"it fails": {
			exporting: emulator.Exporting{Rows: 1, Reads: 1, Ends: "failed"}, words: []string{"ended with the status failed", "no file"}, left: "failed",
		},
		"somebody stops it": {
			exporting: emulator.Exporting{Rows: 1, Reads: 1, Ends: "stopped"}, words: []string{"ended with the status stopped"}, left: "stopped",
		},
		"it takes too long": {
			exporting: emulator.Exporting{Rows: 1, Reads: 1_000_000, Ends: "success"}, config: attrs{"timeout": "1s"}, at: "timeout",
			words: []string{"still in_progress after 1s", "success was waited for", "portkey_log_export", "longer timeout"}, left: "in_progress",
		},
		"it can't be read": {
			fault: emulator.Fault{Method: http.MethodGet, Path: "/logs/exports/", Status: http.StatusForbidden}, words: []string{"was started, and goes on", "instead of invoking the action again"},
			left: "in_progress",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			home := env.API.AddWorkspace(attrs{"name": "Web"})
			if test.exporting.Ends != "" {
				env.API.SetExporting(test.exporting)
			}
			heal := func() {}
			if test.fault.Method != "" {
				heal = env.API.Fail(test.fault)
			}
			d := env.Driver(t)
			_, diags := d.Invoke(exportLogs, asked(home.ID, test.config))
			harness.WantError(t, diags, test.at, append(test.words, "Cannot export logs")...)
			heal()
			var left []string
			for _, one := range exports(t, d, home.ID) {
				left = append(left, fmt.Sprint(one.(attrs)["status"]))
			}
			if got := strings.Join(left, ","); got != test.left {
				t.Errorf("left %s, want %s", got, test.left)
			}
		})
	}
}

// A start whose response is lost is not sent again: the status shows what became of it.
func TestExport_lostStart(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/logs/exports/*/start", Reset: true, When: emulator.After, Times: 1})
	progress, diags := env.Driver(t).Invoke(exportLogs, asked(home.ID, nil))
	harness.NoErrors(t, diags)
	if last := progress[len(progress)-1]; !strings.Contains(last, "has succeeded") || len(env.API.Bodies(http.MethodPost, "/logs/exports")) != 2 {
		t.Errorf("got %q", progress)
	}
}

// More than a file has is warned of.
func TestExport_cut(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	env.API.SetExporting(emulator.Exporting{Rows: 50_001, Ends: "success"})
	_, diags := env.Driver(t).Invoke(exportLogs, asked(home.ID, nil))
	harness.WantOne(t, diags, "filters", "Export is cut", "50001 requests match", "first 50000", "shorter time windows")
}

func TestExport_refused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	d := env.Driver(t)
	for _, test := range []struct {
		config attrs
		at     string
		words  string
	}{
		{asked(home.ID, attrs{"requested_data": []any{"id", "costs"}}), "requested_data[1]", `Did you mean "cost"?`},
		{asked(home.ID, attrs{"requested_data": []any{}}), "requested_data", "at least 1"},
		{asked(home.ID, attrs{"description": " "}), "description", "blank"},
		{asked(home.ID, attrs{"timeout": "soon"}), "timeout", "duration"},
	} {
		_, diags := d.Invoke(exportLogs, test.config)
		harness.WantError(t, diags, test.at, test.words)
	}
	harness.WantUntouched(t, env, false)
	_, diags := d.Invoke(exportLogs, asked("ws-nowhere-0a1b2c", nil))
	harness.WantError(t, diags, "workspace_id", "Cannot find workspace")
	_, diags = d.Data("portkey_log_export", attrs{"id": "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90"})
	harness.WantError(t, diags, "", "Cannot find log export")
	harness.WantUntouched(t, env, true)
}

// The action runs under a CLI that has actions, and what it created is in the data source.
func TestExport_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestExport")
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Web"})
	tf := env.CLI(t, fmt.Sprintf(`
action "portkey_export_logs" "october" {
  config {
    workspace_id   = %[1]q
    description    = "Audit of October"
    requested_data = ["id", "created_at", "cost", "metadata"]
    filters = {
      time_of_generation_min = %[2]q
      time_of_generation_max = %[3]q
      status_code            = [429, 500]
    }
  }
}

data "portkey_log_exports" "all" {
  workspace_id = %[1]q
}

output "exports" {
  value = [for one in data.portkey_log_exports.all.log_exports : "${one.description}: ${one.status}"]
}
`, home.ID, start, end))
	out := tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_export_logs.october")
	if !strings.Contains(out, "has succeeded. Download its file in Portkey.") {
		t.Errorf("the CLI shows\n%s", out)
	}
	if out = tf.Run(0, "apply", "-auto-approve"); !strings.Contains(out, "Audit of October: success") {
		t.Errorf("the CLI shows\n%s", out)
	}
	if sent := env.API.Bodies(http.MethodPost, "/logs/exports"); len(sent) != 2 || !strings.Contains(sent[0], `"workspace_id":"`+home.Slug+`"`) || !strings.Contains(sent[0], `"status_code":"429,500"`) {
		t.Errorf("sent %q", sent)
	}
}
