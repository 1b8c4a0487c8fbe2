package workspace_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The body contains what the configuration contains, and nothing else.
func TestResource_createBody(t *testing.T) {
	t.Parallel()
	protected := attrs{"name": "Production", "force_delete": true, "deletion_protection": true, "allow_duplicate_name": true}
	for _, c := range []struct {
		name   string
		config attrs
		want   string
	}{
		{"the name alone", attrs{"name": "Production"}, `{"name": "Production"}`},
		{"everything", everything(), everythingSent},
		{"empties are left out", attrs{
			"name": "Production", "description": "", "icon": "", "defaults": attrs{"metadata": attrs{}},
			"usage_limits": []attrs{}, "rate_limits": []attrs{},
		}, `{"name": "Production"}`},
		{"nothing inside defaults", attrs{"name": "Production", "defaults": attrs{}}, `{"name": "Production"}`},
		{"what only the provider reads is left out", protected, `{"name": "Production"}`},
		{"an icon in the name", attrs{"name": "🚀 Production"}, `{"name": "🚀 Production"}`},
		{"a limit without type or unit", attrs{
			"name":         "Production",
			"usage_limits": []attrs{{"credit_limit": 10}},
			"rate_limits":  []attrs{{"value": 0}},
		}, `{"name": "Production", "usage_limits": [{"credit_limit": 10}], "rate_limits": [{"value": 0}]}`},
		{"fractions and a date", attrs{
			"name": "Production",
			"usage_limits": []attrs{{"type": "cost", "credit_limit": 500, "periodic_reset": "monthly",
				"next_usage_reset_at": "2199-01-01T00:00:00Z"}},
		}, `{"name": "Production", "usage_limits": [{"type": "cost", "credit_limit": 500, "periodic_reset": "monthly",
			"next_usage_reset_at": "2199-01-01T00:00:00Z"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				d := env.Driver(t)
				_, diags := d.Converge(address, c.config)
				harness.NoErrors(t, diags)
				if err := env.Sent(http.MethodPost, c.want)(nil); err != nil {
					t.Error(err)
				}
				wantManaged(t, env, d)
				wantEmptyPlan(t, env, d, c.config)
			})
		})
	}
}

// A refusal leaves nothing, is not looked for, and blames the attribute.
func TestResource_createRefused(t *testing.T) {
	t.Parallel()
	body := func(param string) string {
		return `{"success": false, "data": {"message": "Invalid value", "errorCode": "AB01", "error_details": {"param": "` + param + `"}}}`
	}
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		at    string
		words []string
	}{
		{"a name", emulator.Fault{Status: 400, Body: body("name")}, "name", []string{"400 AB01: Invalid value", "field name"}},
		{"a limit", emulator.Fault{Status: 400, Body: body("usage_limits[0].credit_limit")}, "usage_limits", []string{"Nothing was created. Correct the value"}},
		{"metadata", emulator.Fault{Status: 422, Body: body("defaults.metadata")}, "defaults", []string{"422", "Nothing was created. Correct the value"}},
		{"a field that is none of ours", emulator.Fault{Status: 400, Body: body("plan")}, "", []string{"field plan"}},
		{"no rights", emulator.Fault{Status: 403}, "", []string{"scope workspaces.create"}},
		{"no subscription", emulator.Fault{Status: 402}, "", []string{"subscription"}},
		{"a conflict", emulator.Fault{Status: 409}, "", []string{"409"}},
		{"an unknown key", emulator.Fault{Status: 401}, "", []string{"PORTKEY_API_KEY"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			c.fault.Method = http.MethodPost
			env.API.Fail(c.fault)
			_, diags := d.Converge(address, everything())
			harness.WantError(t, diags, c.at, append(c.words, "Cannot create workspace")...)
			wantNoState(t, d, address)
			wantRequests(t, env, http.MethodPost, 1)
			if requests := env.API.Requests(); requests[len(requests)-1].Method != http.MethodPost {
				t.Error("a refused create was looked for")
			}
		})
	}
}

// What surely had no effect is sent again.
func TestResource_createRepeated(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"429":                  {Status: 429},
		"429 with a wait":      {Status: 429, Header: http.Header{"Retry-After": {"0"}}},
		"503 with Retry-After": {Status: 503, Header: http.Header{"Retry-After": {"0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			fault.Method, fault.Times = http.MethodPost, 2
			env.API.Fail(fault)
			_, diags := d.Converge(address, everything())
			harness.NoErrors(t, diags)
			wantRequests(t, env, http.MethodPost, 3)
			wantManaged(t, env, d)
		})
	}
}

// Whatever the answer to the POST lacks, the create succeeds.
func TestResource_createAnswers(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"the id alone":       {ThinCreate: true},
		"the plain name":     {CreateName: emulator.NamePlain},
		"unset is absent":    {Unset: emulator.UnsetAbsent},
		"unset is empty":     {Unset: emulator.UnsetEmpty},
		"amounts as floats":  {Floats: true},
		"server's own flags": {Bookkeeping: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				env.API.SetAnswers(answers)
				d := env.Driver(t)
				for _, config := range []attrs{everything(), {"name": "Staging"}} {
					_, diags := d.Converge(address, config)
					if len(diags) > 0 {
						t.Error(diags)
					}
					wantManaged(t, env, d)
					wantEmptyPlan(t, env, d, config)
					harness.NoErrors(t, d.Refresh(address))
					if d.State(address)["slug"] == nil || d.State(address)["created_at"] == nil {
						t.Errorf("a refresh fills nothing in: %v", d.State(address))
					}
					harness.NoErrors(t, d.Destroy(address))
				}
			})
		})
	}
}

// Metadata that the organisation enforces is a warning, and no reason to taint.
func TestResource_createEnforcedMetadata(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		env.API.SetAnswers(emulator.Answers{EnforcedMetadata: map[string]string{"region": "eu", "cost_centre": "4711", "team": "other"}})
		d := env.Driver(t)
		_, diags := d.Converge(address, everything())
		wantWarning(t, diags, "defaults.metadata", "cost_centre, region.", "next plan removes them", "default_metadata")
		wantManaged(t, env, d)

		p, diags := d.Converge(address, everything())
		harness.NoErrors(t, diags)
		if p.Action != harness.Update {
			t.Errorf("plans %s", p.Action)
		}
		wantEmptyPlan(t, env, d, everything())
	})
}

// stoppable is a driver whose provider can be asked to stop, as Ctrl-C does.
func stoppable(t *testing.T, env *harness.Env) (d *harness.Driver, stop func(*http.Request)) {
	t.Helper()
	server := env.Server()
	d = harness.NewDriver(t, server)
	harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": env.Key}))
	return d, func(*http.Request) {
		if _, err := server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
	}
}

// A stop does not cut a create in half.
func TestResource_createStopped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		fault   emulator.Fault
		adopted bool
	}{
		{"before the effect", emulator.Fault{When: emulator.Before}, false},
		{"after the effect", emulator.Fault{When: emulator.After}, false},
		{"and the answer is lost", emulator.Fault{When: emulator.After, Reset: true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.Tune(patience(time.Minute))
			d, stop := stoppable(t, env)
			c.fault.Method, c.fault.Hook = http.MethodPost, stop
			env.API.Fail(c.fault)
			_, diags := d.Converge(address, everything())
			harness.NoErrors(t, diags)
			if adopted := strings.Contains(diags.String(), "Workspace adopted"); adopted != c.adopted {
				t.Error(diags)
			}
			wantRequests(t, env, http.MethodPost, 1)
			wantManaged(t, env, d)
			wantEmptyPlan(t, env, d, everything())
		})
	}
}

// A stop before the POST begins none.
func TestResource_createNotBegun(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d, stop := stoppable(t, env)
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: listPattern, Hook: stop})
	_, diags := d.Converge(address, everything())
	harness.WantError(t, diags, "", "Cannot create workspace")
	wantNoState(t, d, address)
	harness.WantUntouched(t, env, true)
}
