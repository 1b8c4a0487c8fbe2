package organisationdefaults_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const address = "portkey_organisation_defaults.test"

func start(t *testing.T) (env *harness.Env, pii, words string) {
	t.Helper()
	env = harness.Start(t)
	return env, env.API.Add(emulator.Guardrails, "", attrs{"slug": "pg-pii-000001"}), env.API.Add(emulator.Guardrails, "", attrs{"slug": "pg-words-000001"})
}

func wantStored(t *testing.T, env *harness.Env, input, output []any) {
	t.Helper()
	fields := env.API.All(emulator.OrganisationDefaults)[0].Fields
	list := func(name string) []any {
		all, _ := fields[name].([]any)
		return append([]any{}, all...)
	}
	if diff := cmp.Diff([2][]any{input, output}, [2][]any{list("input_guardrails"), list("output_guardrails")}); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

// A life: only the list that changes is sent, the order counts, the spelling does not.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, pii, words := start(t)
	m := env.Create(t, address, attrs{"input_guardrails": []any{pii, "pg-words-000001"}})
	m.WantEmptyPlan(attrs{"input_guardrails": []any{pii, "pg-words-000001"}})
	m.Apply(attrs{"input_guardrails": []any{"pg-pii-000001", words}}) // another spelling
	m.WantPuts()
	m.Apply(attrs{"input_guardrails": []any{words, pii}})
	m.WantPuts(fmt.Sprintf(`{"input_guardrails":[%q,%q]}`, words, pii))
	m.Apply(attrs{"input_guardrails": []any{words, pii}, "output_guardrails": []any{"pg-pii-000001"}})
	m.WantPuts(`{"output_guardrails":["pg-pii-000001"]}`)
	wantStored(t, env, []any{"pg-words-000001", "pg-pii-000001"}, []any{"pg-pii-000001"})
	harness.NoErrors(t, m.Driver.Destroy(address))
	wantStored(t, env, []any{}, []any{})
}

// What the organisation has is not replaced unless that is meant.
func TestResource_there(t *testing.T) {
	t.Parallel()
	env, pii, words := start(t)
	env.API.Edit(emulator.OrganisationDefaults, env.API.OrganisationID(), attrs{"output_guardrails": []any{pii}})
	d := env.Driver(t)
	_, diags := d.Converge(address, attrs{"input_guardrails": []any{words}})
	harness.WantError(t, diags, "output_guardrails", "Cannot create organisation defaults", `output_guardrails = ["pg-pii-000001"]`, "adopt = true", `id = "organisation_defaults"`)
	harness.WantUntouched(t, env, true)
	harness.NoErrors(t, d.Import(address, "anything"))
	d.Forget(address)
	_, diags = d.Converge(address, attrs{"input_guardrails": []any{words}, "adopt": true})
	harness.NoErrors(t, diags)
	wantStored(t, env, []any{"pg-words-000001"}, []any{})
}

// Somebody's edit since the plan is reported by the attribute.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	env, pii, words := start(t)
	m := env.Create(t, address, attrs{"input_guardrails": []any{pii}})
	plan := m.Plan(attrs{"input_guardrails": []any{words}})
	env.API.Edit(emulator.OrganisationDefaults, env.API.OrganisationID(), attrs{"input_guardrails": []any{pii, words}, "output_guardrails": []any{pii}})
	harness.WantError(t, m.Driver.Apply(plan), "input_guardrails", "somebody else changed input_guardrails")
	wantStored(t, env, []any{"pg-pii-000001", "pg-words-000001"}, []any{"pg-pii-000001"})
}

// A guardrail of a workspace is none of the organisation.
func TestResource_ofWorkspace(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	inside := env.API.Add(emulator.Guardrails, env.API.Workspaces()[0].ID, attrs{"name": "Inside"})
	_, diags := env.Driver(t).Converge(address, attrs{"input_guardrails": []any{inside}})
	harness.WantError(t, diags, "input_guardrails", "Workspace-scoped guardrails cannot be set as organisation defaults", "that of a workspace can't be a default")
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, pii, _ := start(t)
	env.API.Edit(emulator.OrganisationDefaults, env.API.OrganisationID(), attrs{"input_guardrails": []any{pii}})
	m := env.Manage(t, address)
	m.WantUpgraded(`{"id": "organisation_defaults", "input_guardrails": ["pg-pii-000001"], "output_guardrails": null}`, attrs{"input_guardrails": []any{"pg-pii-000001"}})
	m.WantNotUpgraded(`{}`, attrs{}, "Cannot upgrade organisation defaults")
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	env, pii, _ := start(t)
	env.API.Edit(emulator.OrganisationDefaults, env.API.OrganisationID(), attrs{"input_guardrails": []any{pii}})
	got, diags := env.Driver(t).Data("portkey_organisation_defaults", attrs{})
	harness.NoErrors(t, diags)
	if diff := cmp.Diff([]any{"pg-pii-000001"}, got["input_guardrails"]); diff != "" {
		t.Errorf("got %v", got)
	}
}
