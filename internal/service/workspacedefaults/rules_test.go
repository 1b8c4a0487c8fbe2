package workspacedefaults_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const address = "portkey_workspace_defaults.test"

// start starts an API with a workspace that has metadata, two guardrails and a config.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, pii, words, config string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production", "defaults": attrs{"metadata": attrs{"team": "risk"}}})
	pii = env.API.Add(emulator.Guardrails, home.ID, attrs{"slug": "pg-pii-000001"})
	words = env.API.Add(emulator.Guardrails, home.ID, attrs{"slug": "pg-words-000001"})
	env.API.Add(emulator.Configs, home.ID, attrs{"slug": "pc-main-000001"})
	return env, home, pii, words, env.API.All(emulator.Configs)[0].ID
}

func wantDefaults(t *testing.T, env *harness.Env, home emulator.Workspace, want attrs) {
	t.Helper()
	want["metadata"] = attrs{"team": "risk"}
	at, _ := env.API.Workspace(home.ID)
	if diff := cmp.Diff(want, at.Defaults); diff != "" {
		t.Errorf("the defaults, want - got +:\n%s", diff)
	}
}

// A life: what is written by id stays so, each change is one PUT, and the metadata stays.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home, pii, words, config := start(t)
	in := func(more attrs) attrs {
		more["workspace_id"] = home.ID
		return more
	}
	m := env.Create(t, address, in(attrs{"input_guardrails": []any{words, pii}, "user_api_key_config_id": config}))
	wantDefaults(t, env, home, attrs{"input_guardrails": []any{"pg-words-000001", "pg-pii-000001"}, "user_api_key_config": "pc-main-000001"})
	m.WantEmptyPlan(in(attrs{"input_guardrails": []any{words, pii}, "user_api_key_config_id": config}))

	env.API.ResetRequests()
	m.Apply(in(attrs{"input_guardrails": []any{"pg-words-000001", pii}, "user_api_key_config_id": "pc-main-000001"})) // other spellings
	m.WantPuts()
	m.Apply(in(attrs{"output_guardrails": []any{pii}}))
	wantDefaults(t, env, home, attrs{"output_guardrails": []any{"pg-pii-000001"}})
	m.Apply(in(attrs{"output_guardrails": []any{}}))
	wantDefaults(t, env, home, attrs{})

	m.Apply(in(attrs{"input_guardrails": []any{pii}}))
	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	at, _ := env.API.Workspace(home.ID)
	env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"metadata": at.Defaults["metadata"], "input_guardrails": []any{words}}})
	p := m.Apply(in(attrs{"input_guardrails": []any{pii}})) // an edit by somebody is undone, in view
	harness.WantChanges(t, p, nil, "input_guardrails")
	harness.NoErrors(t, m.Driver.Destroy(address))
	wantDefaults(t, env, home, attrs{})
}

// Defaults that nobody has configured are not overwritten, unless they are those of the
// configuration.
func TestResource_there(t *testing.T) {
	t.Parallel()
	env, home, pii, _, _ := start(t)
	env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"metadata": attrs{"team": "risk"}, "input_guardrails": []any{pii}}})
	d := env.Driver(t)
	for _, c := range []attrs{{"workspace_id": home.Slug}, {"workspace_id": home.Slug, "output_guardrails": []any{pii}}} {
		_, diags := d.Converge(address, c)
		harness.WantError(t, diags, "workspace_id", "Cannot create workspace defaults", `input_guardrails = ["pg-pii-000001"]`, "Nothing was created", fmt.Sprintf("id = %q", home.Slug))
	}
	harness.WantUntouched(t, env, true)
	_, diags := d.Converge(address, attrs{"workspace_id": home.Slug, "input_guardrails": []any{pii}})
	harness.NoErrors(t, diags)
	harness.WantUntouched(t, env, true)
	for _, ref := range []string{home.ID, home.Slug, "Production"} {
		d.Forget(address)
		harness.NoErrors(t, d.Import(address, ref))
	}
	harness.WantError(t, d.Import("portkey_workspace_defaults.other", "nowhere"), "", "Cannot import workspace defaults", "nowhere")
}

// What does not lie in the workspace is rejected, with the API's word.
func TestResource_foreign(t *testing.T) {
	t.Parallel()
	env, home, _, _, _ := start(t)
	ofOrganisation := env.API.Add(emulator.Guardrails, "", attrs{"slug": "pg-org-000001"})
	for _, ref := range []string{ofOrganisation, "pg-org-000001", "pg-nowhere"} {
		_, diags := env.Driver(t).Converge(address, attrs{"workspace_id": home.ID, "input_guardrails": []any{ref}})
		harness.WantError(t, diags, "", "Cannot create workspace defaults", "400 AB01", "of the organisation, can't be its defaults")
	}
	wantDefaults(t, env, home, attrs{})
}

// What an answer lacks could be lost, so nothing is written.
func TestResource_withoutDefaults(t *testing.T) {
	t.Parallel()
	env, home, pii, _, _ := start(t)
	env.API.EditWorkspace(home.ID, attrs{"defaults": nil})
	env.API.SetAnswers(emulator.Answers{Unset: emulator.UnsetAbsent})
	_, diags := env.Driver(t).Converge(address, attrs{"workspace_id": home.ID, "input_guardrails": []any{pii}})
	harness.WantError(t, diags, "", "the response does not contain the workspace's defaults", "Nothing was changed")
	if sent := env.API.Bodies(http.MethodPut, ""); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}

// A newer control plane has another name for the config, and null for what is not set.
func TestResource_newer(t *testing.T) {
	t.Parallel()
	env, home, pii, _, config := start(t, emulator.WithAnswers(emulator.Answers{ConfigIDInDefaults: true, NullDefaults: true}))
	c := attrs{"workspace_id": home.ID, "input_guardrails": []any{pii}, "user_api_key_config_id": config}
	m := env.Create(t, address, c)
	m.WantEmptyPlan(c)
	m.Apply(attrs{"workspace_id": home.ID, "input_guardrails": []any{pii}})
	wantDefaults(t, env, home, attrs{"input_guardrails": []any{"pg-pii-000001"}})
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, home, pii, _, _ := start(t)
	env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"metadata": attrs{"team": "risk"}, "input_guardrails": []any{pii}}})
	m := env.Manage(t, address)
	m.WantUpgraded(fmt.Sprintf(`{"id": %[1]q, "workspace_id": %[1]q, "input_guardrails": ["pg-pii-000001"], "output_guardrails": []}`, home.ID),
		attrs{"workspace_id": home.ID, "input_guardrails": []any{"pg-pii-000001"}, "output_guardrails": []any{}})
	m.WantNotUpgraded(`{"id": "a"}`, attrs{"workspace_id": home.ID}, "Cannot upgrade workspace defaults")
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, pii, _, _ := start(t)
	env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"input_guardrails": []any{pii}}})
	got, diags := env.Driver(t).Data("portkey_workspace_defaults", attrs{"workspace_id": home.Slug})
	harness.NoErrors(t, diags)
	if diff := cmp.Diff([]any{"pg-pii-000001"}, got["input_guardrails"]); diff != "" || got["workspace_id"] != home.Slug || got["id"] != home.ID {
		t.Errorf("got %v", got)
	}
}
