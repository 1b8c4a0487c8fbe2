package integrationaccess_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_integration_workspace_access.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with an integration, and a workspace that may not use it yet.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, integration string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production"})
	return env, home, env.API.Add(emulator.Integrations, "", attrs{"name": "OpenAI", "slug": "openai", "key": "sk-0123456789"})
}

// access is the configuration of access to the integration openai, with pairs of a name and
// a value laid over it.
func access(workspace any, more ...any) attrs {
	config := attrs{"integration_id": "openai", "workspace_id": workspace}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

func budget(amount int) []any {
	return []any{attrs{"type": "cost", "credit_limit": amount}}
}

func rate(value int) []any {
	return []any{attrs{"type": "requests", "unit": "rpm", "value": value}}
}

// row is the row of a workspace; nil where there is none.
func row(env *harness.Env, workspaceID string) *emulator.Object {
	for _, one := range env.API.All(emulator.IntegrationWorkspaces) {
		if one.WorkspaceID == workspaceID {
			return &one
		}
	}
	return nil
}

func isEnabled(env *harness.Env, workspaceID string) bool {
	one := row(env, workspaceID)
	return one != nil && !one.Archived
}

// written is the body of a PUT of one row, whose limits are added as they are.
func written(workspaceID string, enabled bool, limits string) string {
	return fmt.Sprintf(`{"workspaces": [{"id": %q, "enabled": %t, "create_default_provider": false%s}], "override_existing_workspace_access": false}`,
		workspaceID, enabled, limits)
}

// The life of an access, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"slugs": {}, "ids": {NewerIntegrations: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, integration := start(t, emulator.WithAnswers(answers))
			limited := access(home.ID, "usage_limits", budget(500), "rate_limits", rate(60))
			m := env.Manage(t, address)
			m.Apply(limited)
			m.WantPuts(written(home.ID, true, `, "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
				"usage_limits": [{"type": "cost", "credit_limit": 500}]`))
			m.WantState(attrs{"id": "openai/" + home.ID, "provider_id": nil})
			if m.Driver.State(address)["created_at"] == nil || !isEnabled(env, home.ID) || len(env.API.All(emulator.Providers)) > 0 {
				t.Errorf("the state has %v, there is %v", m.Driver.State(address), row(env, home.ID))
			}
			m.WantEmptyPlan(limited)
			for _, spelled := range []attrs{access(home.Slug), access(home.ID, "integration_id", integration)} {
				spelled["usage_limits"], spelled["rate_limits"] = limited["usage_limits"], limited["rate_limits"]
				m.Apply(spelled)
				m.WantNoDrift(spelled)
			}
			m.WantPuts()
			m.Apply(limited)
			m.Apply(access(home.ID, "usage_limits", budget(900), "rate_limits", rate(60)))
			m.WantPuts(written(home.ID, true, `, "usage_limits": [{"type": "cost", "credit_limit": 900}]`))
			m.Apply(access(home.ID))
			m.WantPuts(written(home.ID, true, `, "usage_limits": null, "rate_limits": null`))
			m.WantNoDrift(access(home.ID))
			env.API.ResetRequests()
			harness.NoErrors(t, m.Driver.Destroy(address))
			m.WantPuts(written(home.ID, false, ""))
			if isEnabled(env, home.ID) {
				t.Error("the access is left")
			}
		})
	}
}

// What was removed by somebody is planned again, and does not get its old limits back.
func TestResource_removedOutside(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, access(home.ID, "usage_limits", budget(500)))
	env.API.Advance(2 * time.Hour)
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	m.Driver = env.Restart(t, m.Driver)
	if p := m.Plan(access(home.ID)); p.Action != harness.Create {
		t.Fatalf("plans %s", p.Action)
	}
	m.Apply(access(home.ID))
	if left := row(env, home.ID); left.Archived || left.Fields["usage_limits"] != nil {
		t.Errorf("there is %v", left)
	}

	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	env.API.Drop(emulator.Integrations, "openai")
	harness.NoErrors(t, m.Driver.Refresh(address))
	if state := m.Driver.State(address); state != nil {
		t.Errorf("the integration was deleted, and the state has %v", state)
	}
}

// Access that is there is refused with its import block, and imported.
func TestResource_takenAndImported(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.IntegrationWorkspaces, home.ID, attrs{"integration_id": integration, "usage_limits": []any{attrs{"type": "cost", "credit_limit": 7.0}}})
	d := env.Driver(t)
	_, diags := d.Converge(address, access(home.ID))
	harness.WantError(t, diags, "workspace_id", "Nothing was created", `id = "openai/`+home.ID+`"`)
	harness.WantUntouched(t, env, true)
	for _, ref := range []string{"openai/" + home.ID, "openai/" + home.Slug, integration + "/" + home.Slug, "OpenAI/Production"} {
		d.Forget(address)
		harness.NoErrors(t, d.Import(address, ref))
		if got := d.State(address); got["usage_limits"] == nil {
			t.Errorf("%s: the state has %v", ref, got)
		}
	}
	d.Forget(address)
	for ref, words := range map[string]string{
		"openai": "does not name", "nothing/" + home.ID: "names no integration", "openai/nothing": "names no workspace",
		"openai/" + env.API.AddWorkspace(attrs{"name": "Other"}).ID: "has no access",
	} {
		harness.WantError(t, d.Import(address, ref), "", words)
	}
	got, diags := d.Data("portkey_integration_workspace_access", access(home.ID))
	harness.NoErrors(t, diags)
	all, diags := d.Data("portkey_integration_workspaces", attrs{"integration_id": integration})
	harness.NoErrors(t, diags)
	if len(got["usage_limits"].([]any)) != 1 || len(all["workspaces"].([]any)) != 1 {
		t.Errorf("read %v and %v", got, all)
	}
	found, diags := d.List("portkey_integration_workspace_access", attrs{"integration_id": "openai"}, 10, true)
	harness.NoErrors(t, diags)
	if len(found) != 1 || found[0].Identity["id"] != "openai/"+home.Slug {
		t.Errorf("listed %v", found)
	}
}

// A default provider is created only where it is asked for, its ID is shown, and it is
// deleted with the access.
func TestResource_defaultProvider(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, access(home.ID, "create_default_provider", true, "default_provider_slug", "main"))
	made := env.API.All(emulator.Providers)
	if len(made) != 1 || made[0].Slug != "main" {
		t.Fatalf("there are %v", made)
	}
	m.WantState(attrs{"provider_id": made[0].ID})
	harness.NoErrors(t, m.Driver.Destroy(address))
	if left := env.API.All(emulator.Providers); len(left) > 0 || isEnabled(env, home.ID) {
		t.Errorf("left %v", left)
	}
	harness.WantError(t, m.Driver.Validate(address, access(home.ID, "default_provider_slug", "main")), "default_provider_slug", "requires create_default_provider")
}

// A provider that the workspace had before the create is not taken for the default one: the
// access brings it back, and a destroy leaves it.
func TestResource_defaultProviderOfOthers(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.Providers, home.ID, attrs{"name": "Theirs", "slug": "openai", "integration_id": integration})
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"enabled": false})
	env.API.Advance(2 * time.Hour)
	d := env.Driver(t)
	_, diags := d.Converge(address, access(home.ID, "create_default_provider", true))
	harness.WantOne(t, diags, "create_default_provider", "Default provider not found", "provider_id is null")
	if got := d.State(address); got["provider_id"] != nil {
		t.Errorf("the state has %v", got)
	}
	harness.NoErrors(t, d.Destroy(address))
	if left := env.API.All(emulator.Providers); len(left) != 1 || left[0].Name != "Theirs" {
		t.Errorf("left %v", left)
	}
}

// A default provider that can't be deleted keeps the access. One that is gone does not.
func TestResource_defaultProviderNotDeleted(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, access(home.ID, "create_default_provider", true))
	made := env.API.All(emulator.Providers)[0].ID
	remove := env.API.Fail(emulator.Fault{Method: http.MethodDelete, Path: "/providers", Status: http.StatusForbidden})
	harness.WantError(t, m.Driver.Destroy(address), "", "The provider "+made, "scope providers.delete", "Nothing was changed")
	if m.Driver.State(address) == nil || !isEnabled(env, home.ID) {
		t.Errorf("the state has %v", m.Driver.State(address))
	}
	remove()
	env.API.Drop(emulator.Providers, made)
	harness.NoErrors(t, m.Driver.Destroy(address))
	if isEnabled(env, home.ID) {
		t.Error("the access is left")
	}
}

// An edit of others that the update would overwrite is refused, and any other one is kept.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, access(home.ID, "usage_limits", budget(500)))
	env.API.Advance(2 * time.Hour)
	p := m.Plan(access(home.ID, "usage_limits", budget(900)))
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"usage_limits": []any{attrs{"type": "cost", "credit_limit": 7.0}}})
	harness.WantError(t, m.Driver.Apply(p), "usage_limits", "Nothing was written", "somebody else changed usage_limits")

	m.Apply(access(home.ID, "usage_limits", budget(7)))
	env.API.Advance(2 * time.Hour)
	p = m.Plan(access(home.ID, "usage_limits", budget(7), "rate_limits", rate(60)))
	env.API.Edit(emulator.IntegrationWorkspaces, row(env, home.ID).ID, attrs{"usage_limits": []any{attrs{"type": "cost", "credit_limit": 9.0}}})
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	m.WantPuts(written(home.ID, true, `, "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}]`))
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	env.API.Add(emulator.IntegrationWorkspaces, home.ID, attrs{"integration_id": integration, "usage_limits": []any{attrs{"type": "cost", "credit_limit": 7.0}}})
	m := env.Manage(t, address)
	limits := []any{attrs{"type": "cost", "credit_limit": 7}}
	m.WantUpgraded(fmt.Sprintf(`{"id": "openai/%[1]s", "integration_id": "openai", "workspace_id": "%[1]s", "enabled": true, "rate_limits": [],
		"usage_limits": [{"type": "cost", "credit_limit": 7, "alert_threshold": null, "periodic_reset": null}]}`, home.ID), access(home.ID, "usage_limits", limits))
	env.Manage(t, address).WantNotUpgraded(`{"id": "a"}`, access(home.ID), "Cannot upgrade integration workspace access")
}

// A misspelt integration is named with the attribute.
func TestResource_misspelt(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	_, diags := env.Driver(t).Converge(address, access(home.ID, "integration_id", "opnai"))
	harness.WantError(t, diags, "integration_id", `"opnai"`, "No integration that is visible to this API key", "Nothing was created", "#it-is-not-found")
}
