package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const address = "portkey_provider.test"

// start starts an API with a workspace that an integration is enabled for.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, integration string) {
	t.Helper()
	env = harness.Start(t, options...)
	home = env.API.AddWorkspace(attrs{"name": "Production"})
	integration = env.API.Add(emulator.Integrations, "", attrs{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
	env.API.Add(emulator.IntegrationWorkspaces, home.ID, attrs{"integration_id": "openai"})
	return env, home, integration
}

// in is the configuration of a provider in a workspace, with pairs of a name and a value
// laid over it.
func in(workspace any, more ...any) attrs {
	config := attrs{"name": "Fraud detection", "workspace_id": workspace, "integration_id": "openai"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one provider that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Providers)
	if len(all) != 1 {
		t.Fatalf("there are %d providers, want 1", len(all))
	}
	return all[0]
}

// sent are the writes so far.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	return all
}

var (
	budget = []any{attrs{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}}
	rate   = []any{attrs{"type": "requests", "unit": "rpm", "value": 60}}
)

// Rate limits are sent after the create, also where that is rejected with some.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.API.SetAnswers(emulator.Answers{NoInlineRates: true})
	m := env.Manage(t, address)
	full := in(home.ID, "slug", "fraud", "note", "Of the fraud team", "usage_limits", budget, "rate_limits", rate, "expires_at", "2060-01-31T00:00:00Z")
	m.Apply(full)
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"name":"Fraud detection","workspace_id":%q,"integration_id":"openai","slug":"fraud","note":"Of the fraud team",`+
			`"usage_limits":{"type":"cost","credit_limit":100,"periodic_reset":"monthly"},"expires_at":"2060-01-31T00:00:00Z"}`, home.ID),
		fmt.Sprintf(`PUT {"workspace_id":%q,"rate_limits":[{"type":"requests","unit":"rpm","value":60}]}`, home.ID),
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	made := only(t, env)
	m.WantState(attrs{"id": made.ID, "slug": "fraud", "ai_provider_name": "openai", "status": "active"})
	if diff := cmp.Diff(attrs{"id": made.ID, "workspace_id": home.ID}, m.Driver.Identity(address)); diff != "" {
		t.Errorf("identity: want - got +:\n%s", diff)
	}
	m.WantNoDrift(full)

	m.Apply(in(home.ID, "name", "Fraud", "slug", "fraud", "usage_limits", []any{attrs{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly"}}))
	m.WantNoDrift(in(home.ID, "name", "Fraud", "slug", "fraud", "usage_limits", []any{attrs{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly"}}))
	m.Apply(in(home.ID, "name", "Fraud"))
	m.WantNoDrift(in(home.ID, "name", "Fraud"))
	harness.NoErrors(t, m.Driver.Destroy(address))
	if left := env.API.All(emulator.Providers); len(left) > 0 {
		t.Errorf("%d providers are left", len(left))
	}
}

// The id and the slug of a workspace or an integration are one to a plan.
func TestResource_references(t *testing.T) {
	t.Parallel()
	env, home, integration := start(t)
	m := env.Create(t, address, in(home.ID, "integration_id", integration))
	for _, config := range []attrs{in(home.Slug), in(home.ID), in(home.ID, "integration_id", integration)} {
		if p := m.Apply(config); p.Action != harness.Update || len(env.Writes()) > 0 {
			t.Errorf("planned %s, and wrote %v", p.Action, sent(env))
		}
	}
	env.API.SetAnswers(emulator.Answers{NewerIntegrations: true})
	m.WantNoDrift(in(home.ID, "integration_id", integration))
	env.API.Add(emulator.Integrations, "", attrs{"name": "Other", "slug": "other", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
	if p := m.Plan(in(home.ID, "integration_id", "other")); p.Action != harness.Replace {
		t.Errorf("planned %s for another integration", p.Action)
	}
}

// A create waits for the grant of its integration, and not for ever.
func TestResource_grant(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Manage(t, address)
	p := m.Plan(in(home.ID))
	env.API.ResetRequests()
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/providers", Times: 3, Status: http.StatusForbidden})
	harness.NoErrors(t, m.Driver.Apply(p))
	if posts := env.API.Bodies(http.MethodPost, "/providers"); len(posts) != 4 || len(env.API.All(emulator.Providers)) != 1 {
		t.Errorf("%d requests, and %d providers", len(posts), len(env.API.All(emulator.Providers)))
	}
	env.API.ResetRequests()

	lonely := env.API.AddWorkspace(attrs{"name": "Lonely"})
	refused := env.Manage(t, "portkey_provider.refused")
	p = refused.Plan(in(lonely.ID))
	began := time.Now()
	harness.WantError(t, refused.Driver.Apply(p), "", "403 AB03", `integration "openai" is not enabled for the workspace`, "scope providers.create",
		"portkey_integration_workspace_access", "Nothing was created")
	if posts := env.API.Bodies(http.MethodPost, "/providers"); len(posts) < 3 || time.Since(began) > 30*time.Second {
		t.Errorf("%d requests in %s", len(posts), time.Since(began))
	}
	if refused.Driver.State("portkey_provider.refused") != nil {
		t.Error("the state has a provider")
	}
}

// A slug that is taken is explained with the import block of the provider that has it.
func TestResource_slugTaken(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.API.Add(emulator.Providers, home.ID, attrs{"name": "OpenAI", "slug": "openai", "integration_id": "openai"})
	m := env.Manage(t, address)
	_, diags := m.Driver.Converge(address, in(home.ID, "slug", "openai"))
	harness.WantError(t, diags, "slug", `the slug "openai" already exists`, "import {", home.ID+"/openai", "create_default_provider", "Nothing was created")
	if len(env.Writes()) > 0 {
		t.Errorf("wrote %v", sent(env))
	}
	harness.NoErrors(t, m.Driver.Import(address, home.ID+"/openai"))
	m.Apply(in(home.ID, "slug", "openai", "name", "OpenAI (production)"))
	m.WantPuts(fmt.Sprintf(`{"workspace_id":%q,"name":"OpenAI (production)"}`, home.ID))
}

// A slug of its own is enough to distinguish a provider from another one of its name;
// without one, the name is.
func TestResource_sharedName(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.API.Add(emulator.Providers, home.ID, attrs{"name": "Fraud detection", "slug": "first", "integration_id": "openai"})
	m := env.Manage(t, address)
	_, diags := m.Driver.Converge(address, in(home.ID))
	harness.WantError(t, diags, "name", `named "Fraud detection" already exists`, home.ID+"/first", "set slug")
	m.Apply(in(home.ID, "slug", "second"))
	if all := env.API.All(emulator.Providers); len(all) != 2 {
		t.Errorf("there are %d providers", len(all))
	}
}

// A note is cleared in the form that the control plane takes; where it takes none, that is
// a warning and no endless difference.
func TestResource_clearedNote(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		clears emulator.Clearing
		left   bool
	}{
		"by an empty text": {emulator.ClearedByBlank, false},
		"by null":          {emulator.ClearedByNull, false},
		"never":            {emulator.NeverCleared, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			env.API.SetAnswers(emulator.Answers{Note: c.clears})
			m := env.Create(t, address, in(home.ID, "note", "Theirs"))
			p := m.Plan(in(home.ID))
			diags := m.Driver.Apply(p)
			harness.NoErrors(t, diags)
			if warned := len(diags.Warnings()) > 0; warned != c.left {
				t.Errorf("warned %t: %s", warned, diags)
			}
			m.WantNoDrift(in(home.ID))
			if !c.left {
				return
			}
			env.API.Edit(emulator.Providers, only(t, env).ID, attrs{"note": "Another"})
			if p := m.Plan(in(home.ID)); p.Action != harness.Update {
				t.Errorf("planned %s for another note", p.Action)
			}
		})
	}
}

// Rate limits that could not be set are a warning, and the next plan sets them.
func TestResource_rateLimitsNotSet(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	stop := env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: "/providers/*", Status: http.StatusForbidden})
	m := env.Manage(t, address)
	config := in(home.ID, "rate_limits", rate)
	diags := m.Driver.Apply(m.Plan(config))
	harness.NoErrors(t, diags)
	if !strings.Contains(fmt.Sprint(diags.Warnings()), "Rate limits were not set") || m.Driver.Tainted(address) {
		t.Errorf("tainted %t: %s", m.Driver.Tainted(address), diags)
	}
	stop()
	if p := m.Apply(config); p.Action != harness.Update {
		t.Errorf("planned %s", p.Action)
	}
	m.WantNoDrift(config)
}

// A provider whose integration was disabled for the workspace is refreshed from the list,
// explained on update, and can be destroyed.
func TestResource_disabledIntegration(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, in(home.ID))
	row := env.API.All(emulator.IntegrationWorkspaces)[0]
	env.API.Edit(emulator.IntegrationWorkspaces, row.ID, attrs{"enabled": false})
	m.Driver = env.Restart(t, m.Driver)
	m.WantNoDrift(in(home.ID))
	harness.WantError(t, m.Driver.Apply(m.Plan(in(home.ID, "note", "Ours"))), "", "403", "not enabled for the workspace any more")
	harness.NoErrors(t, m.Driver.Destroy(address))
}

// Somebody who deletes a provider and creates another one with its slug has not given
// Terraform that one.
func TestResource_slugOfAnother(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, in(home.ID, "slug", "fraud"))
	env.API.Advance(2 * time.Hour)
	env.API.Drop(emulator.Providers, only(t, env).ID)
	env.API.Add(emulator.Providers, home.ID, attrs{"name": "Theirs", "slug": "fraud", "integration_id": "openai"})
	m.Driver = env.Restart(t, m.Driver)
	p := m.Plan(in(home.ID, "slug", "fraud"))
	if p.Action != harness.Create {
		t.Errorf("planned %s", p.Action)
	}
	harness.WantError(t, m.Driver.Apply(p), "slug", "already exists", home.ID+"/fraud")
}

func TestResource_import(t *testing.T) {
	t.Parallel()
	const expiry = "2060-01-31T00:00:00Z" // which is returned with milliseconds
	env, home, _ := start(t)
	env.API.Add(emulator.Providers, home.ID, attrs{"name": "Fraud detection", "slug": "fraud", "integration_id": "openai", "note": "Theirs", "expires_at": expiry})
	id := only(t, env).ID
	for _, ref := range []string{
		home.ID + "/fraud", home.Slug + "/fraud", "Production/fraud", home.ID + "/" + id, home.ID + ":" + id, home.ID + "/Fraud detection",
	} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		in := in(home.ID, "note", "Theirs", "expires_at", expiry)
		if strings.HasPrefix(ref, home.Slug) {
			in["workspace_id"] = home.Slug
		}
		m.WantEmptyPlan(in)
	}
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.ImportIdentity(address, attrs{"id": id, "workspace_id": home.ID}))
	m.WantEmptyPlan(in(home.ID, "note", "Theirs", "expires_at", expiry))
	for ref, words := range map[string]string{
		"fraud": "does not name a workspace and a provider", home.ID + "/": "does not name", "nowhere/fraud": "workspace", home.ID + "/nothing": "No active provider",
	} {
		harness.WantError(t, env.Driver(t).Import(address, ref), "", "Cannot import provider", words)
	}
}

// The providers of a workspace are refreshed by one list.
func TestResource_coalescedReads(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	d := env.Driver(t)
	for i := range 12 {
		_, diags := d.Converge(fmt.Sprintf("portkey_provider.p%d", i), in(home.ID, "name", fmt.Sprintf("Provider %d", i)))
		harness.NoErrors(t, diags)
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for i := range 12 {
		harness.NoErrors(t, d.Refresh(fmt.Sprintf("portkey_provider.p%d", i)))
	}
	if asked := env.API.Requests(); len(asked) != 1 {
		t.Errorf("%d requests, want 1: %v", len(asked), asked)
	}
}
