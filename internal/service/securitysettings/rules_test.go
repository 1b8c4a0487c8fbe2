package securitysettings_test

import (
	"fmt"
	"maps"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const address = "portkey_workspace_security_settings.test"

func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

func in(home emulator.Workspace, settings attrs) attrs {
	return attrs{"workspace_id": home.ID, "settings": settings}
}

func stored(env *harness.Env, home emulator.Workspace) attrs {
	for _, one := range env.API.All(emulator.Workspaces) {
		if one.ID == home.ID {
			return one.Fields["security_settings"].(attrs)
		}
	}
	return nil
}

// A life: each change is one PUT of all settings, those that are not named stay, and a
// destroy changes nothing.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	before := maps.Clone(stored(env, home))
	changed := func(more attrs) {
		t.Helper()
		want := maps.Clone(before)
		maps.Copy(want, more)
		if diff := cmp.Diff(want, stored(env, home)); diff != "" {
			t.Errorf("want - got +:\n%s", diff)
		}
	}
	m := env.Create(t, address, in(home, attrs{"members_view_logs": false, "managers_update_ws": true}))
	changed(attrs{"membersViewLogs": false})
	m.WantEmptyPlan(in(home, attrs{"members_view_logs": false, "managers_update_ws": true}))
	m.Apply(in(home, attrs{"members_view_logs": true, "members_write_configs": true}))
	changed(attrs{"membersWriteConfigs": true})
	env.API.ResetRequests()
	m.Apply(in(home, attrs{"members_view_logs": true})) // managed no more
	m.WantPuts()
	changed(attrs{"membersWriteConfigs": true})

	env.API.EditWorkspace(home.ID, attrs{"security_settings": attrs{"membersViewLogs": false}}) // the organisation's
	p := m.Apply(in(home, attrs{"members_view_logs": true}))
	harness.WantChanges(t, p, nil, "settings")
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Destroy(address))
	harness.WantUntouched(t, env, true)
	changed(attrs{"membersWriteConfigs": true})
}

// A flag that Portkey does not have is an error at plan; one that this provider has never
// heard of is not.
func TestResource_unknown(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for name, word := range map[string]string{"membersViewLogs": "Did you mean members_view_logs?", "members_veiw_logs": "Did you mean members_view_logs?", "unicorns": "Portkey has: managers_update_ws, "} {
		_, diags := d.Plan(address, in(home, attrs{name: true}))
		harness.WantError(t, diags, fmt.Sprintf("settings[%q]", name), "Cannot create workspace security settings", fmt.Sprintf("no security setting %q", name), word)
	}
	env.API.EditWorkspace(home.ID, attrs{"security_settings": attrs{"membersViewLater": true}})
	d = env.Driver(t)
	_, diags := d.Converge(address, in(home, attrs{"members_view_later": false}))
	harness.NoErrors(t, diags)
	if got := stored(env, home); got["membersViewLater"] != false || len(got) != 36 {
		t.Errorf("stored %v", got)
	}
	for name, workspace := range map[string]any{"not known": harness.Unknown, "not there": "ws-nowhere-000000"} {
		_, diags := env.Driver(t).Plan(address, attrs{"workspace_id": workspace, "settings": attrs{"unicorns": true}})
		if diags.Err() != nil {
			t.Errorf("%s: %s", name, diags.Err())
		}
	}
}

// What the organisation has closed is rejected with what to do; what is not changed of it goes
// along.
func TestResource_closed(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{ClosedSettings: []string{"membersViewLogs"}}))
	_, diags := env.Driver(t).Converge(address, in(home, attrs{"members_view_logs": false}))
	harness.WantError(t, diags, "", "Cannot create workspace security settings", "400 AB01", "Enable that in the settings of the organisation")
	_, diags = env.Driver(t).Converge(address, in(home, attrs{"members_view_logs": true, "managers_view_logs": false}))
	harness.NoErrors(t, diags)
}

// Without the right to them nothing is written.
func TestResource_hidden(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{NoSecuritySettings: true}))
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home, attrs{"members_view_logs": false}))
	harness.WantError(t, diags, "", "the response does not contain the workspace's security settings", "Nothing was changed")
	harness.WantError(t, d.Import(address, home.ID), "", "Cannot import workspace security settings")
	_, diags = d.Data("portkey_workspace_security_settings", attrs{"workspace_id": home.ID})
	harness.WantError(t, diags, "", "Cannot find workspace security settings")
	if sent := env.API.Bodies(http.MethodPut, ""); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}

// A state of the vendor's provider, with an attribute for each setting, comes over with an
// empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	m.WantUpgraded(fmt.Sprintf(`{"id": %[1]q, "workspace_id": %[1]q, "members_view_logs": true, "members_write_configs": false, "managers_view_logs": null}`, home.ID),
		in(home, attrs{"members_view_logs": true, "members_write_configs": false}))
	m.WantNotUpgraded(`[]`, in(home, attrs{"members_view_logs": true}), "Cannot upgrade workspace security settings")
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	got, diags := env.Driver(t).Data("portkey_workspace_security_settings", attrs{"workspace_id": home.Slug})
	harness.NoErrors(t, diags)
	if settings := got["settings"].(attrs); len(settings) != 35 || settings["members_view_api_keys"] != true || settings["members_write_configs"] != false {
		t.Errorf("got %v", got)
	}
}
