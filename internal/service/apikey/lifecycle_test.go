package apikey_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_api_key.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with the workspace that keys are in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// in is the configuration of a key in a workspace, with pairs of a name and a value laid
// over it.
func in(workspace any, more ...any) attrs {
	config := attrs{"name": "backend", "type": "workspace-service", "workspace_id": workspace, "scopes": []any{"completions.write", "logs.write"}}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one key that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.APIKeys)
	if len(all) != 1 {
		t.Fatalf("there are %d API keys, want 1", len(all))
	}
	return all[0]
}

// secretOf is the secret in the state.
func secretOf(m *harness.Managed) string {
	m.T.Helper()
	secret, _ := m.Driver.State(m.Address)["key"].(string)
	return secret
}

// wantLive wants just these secrets to work, newest first.
func wantLive(t *testing.T, env *harness.Env, secrets ...string) {
	t.Helper()
	if diff := cmp.Diff(secrets, env.API.LiveSecrets(only(t, env).ID)); diff != "" {
		t.Errorf("secrets that work: want - got +:\n%s", diff)
	}
}

// wantRequests wants just these requests since the log was reset, by method and path.
func wantRequests(t *testing.T, env *harness.Env, want ...string) {
	t.Helper()
	var got []string
	for _, one := range env.API.Requests() {
		got = append(got, one.Method+" "+one.Path)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests: want - got +:\n%s", diff)
	}
}

// sent are the writes since the log was reset.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, one.Method+" "+one.Path+" "+string(one.Body))
	}
	return all
}

// everything is a configuration with all that can be cleared.
func everything(workspace, config string) attrs {
	return in(workspace,
		"description", "For the backend", "alert_emails", []any{"ops@example.com"}, "expires_at", "2099-01-31T00:00:00Z",
		"defaults", attrs{"metadata": attrs{"team": "fraud"}, "config_id": config, "allow_config_override": false},
		"usage_limits", []any{attrs{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}},
		"rate_limits", []any{attrs{"type": "requests", "unit": "rpm", "value": 60}},
		"rotation_policy", attrs{"rotation_period": "monthly"})
}

// A create looks the name up, sends one POST, and reads what its answer lacks.
func TestResource_createCosts(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	p := m.Plan(in(home.ID))
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	key := only(t, env)
	wantRequests(t, env, "GET /v1/api-keys", "POST /v1/api-keys/workspace/service", "GET /v1/api-keys/"+key.ID)
	m.WantState(in(home.ID, "id", key.ID, "key_version", 1, "status", "active", "creation_mode", "api", "encrypted_key", nil, "key_transition_expires_at", nil))
	wantLive(t, env, secretOf(m))
	m.WantEmptyPlan(in(home.ID))
}

// Every optional attribute is written as it is configured, and cleared in its own way.
func TestResource_clear(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := env.API.Add(emulator.Configs, home.ID, attrs{"name": "Fallback", "config": attrs{"weight": 1}})
	id := env.API.All(emulator.Configs)[0].ID
	for name, one := range map[string]string{"by its id": id, "by its slug": config} {
		t.Run(name, func(t *testing.T) {
			full, bare := everything(home.ID, one), in(home.ID)
			full["name"], bare["name"] = "backend "+name, "backend "+name
			m := env.Create(t, address, full)
			m.WantState(full)
			m.WantEmptyPlan(full)

			m.Apply(bare)
			m.WantPuts(`{
				"description": null, "alert_emails": null, "expires_at": null, "usage_limits": null, "rate_limits": null, "rotation_policy": null,
				"defaults": {"metadata": {}, "config_id": null, "allow_config_override": true}
			}`)
			m.WantState(bare)
			m.WantNoDrift(bare)

			m.Apply(full)
			m.WantNoDrift(full)
			harness.NoErrors(t, m.Driver.Destroy(address))
		})
	}
}

// Each attribute is updated alone, and neither the secret nor its version changes.
func TestResource_sparseUpdate(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	secret := secretOf(m)
	for _, one := range []struct {
		name string
		to   any
		body string
	}{
		{"name", "frontend", `{"name": "frontend"}`},
		{"description", "For the frontend", `{"description": "For the frontend"}`},
		{"scopes", []any{"completions.write"}, `{"scopes": ["completions.write"]}`},
		{"alert_emails", []any{"ops@example.com"}, `{"alert_emails": ["ops@example.com"]}`},
		{"expires_at", "2099-01-31T00:00:00Z", `{"expires_at": "2099-01-31T00:00:00Z"}`},
		{"rate_limits", []any{attrs{"type": "requests", "unit": "rpm", "value": 60}}, `{"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}]}`},
		{"usage_limits", []any{attrs{"type": "cost", "credit_limit": 100}}, `{"usage_limits": {"type": "cost", "credit_limit": 100}}`},
	} {
		config := in(home.ID, one.name, one.to)
		harness.WantChanges(t, m.Apply(config), []string{"last_updated_at", "status", "last_reset_at"}, one.name, "last_updated_at", "status", "last_reset_at")
		m.WantPuts(one.body)
		m.WantState(config)
		m.WantState(attrs{"key": secret, "key_version": 1})
		m.WantNoDrift(config)
		m.Apply(in(home.ID))
	}
	wantLive(t, env, secret)
}

// A change of the trigger resets what was spent, and reactivates the key; to add it to
// one that exists is a change, to create a key with it is not.
func TestResource_resetUsage(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID, "reset_usage_trigger", "march"))
	if slices.ContainsFunc(env.API.Bodies(http.MethodPost, ""), func(string) bool { return true }) || only(t, env).Fields["last_reset_at"] != nil {
		t.Errorf("a create resets the usage")
	}
	env.API.Edit(emulator.APIKeys, only(t, env).ID, attrs{"status": "exhausted"})
	m.Refresh()
	m.WantState(attrs{"status": "exhausted"})
	m.Apply(in(home.ID, "reset_usage_trigger", "april"))
	m.WantPuts(`{"reset_usage": true}`)
	m.WantState(attrs{"status": "active", "reset_usage_trigger": "april", "key_version": 1})
	if m.Driver.State(address)["last_reset_at"] == nil {
		t.Error("last_reset_at is null")
	}
	m.WantEmptyPlan(in(home.ID, "reset_usage_trigger", "april"))
	m.Apply(in(home.ID))
	m.WantPuts()
	m.Apply(in(home.ID, "reset_usage_trigger", "may", "description", "Spent"))
	m.WantPuts(`{"reset_usage": true, "description": "Spent"}`)
}

// The kinds have endpoints of their own.
func TestResource_kinds(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	user := env.API.Add(emulator.Users, "", attrs{"email": "ada@example.com"})
	env.API.Add(emulator.Members, home.ID, attrs{"id": user, "role": "member"})
	for kind, config := range map[string]attrs{
		"organisation/service": in(nil, "type", "organisation-service", "scopes", []any{"workspaces.read"}),
		"workspace/service":    in(home.Slug, "expires_at", "2060-01-31T00:00:00Z"), // which is returned with milliseconds
		"workspace/user":       in(home.ID, "type", "workspace-user", "user_id", user),
	} {
		t.Run(kind, func(t *testing.T) {
			m := env.Create(t, address, config)
			m.WantState(config)
			m.WantEmptyPlan(config)
			id := m.Driver.State(address)["id"].(string)
			for _, ref := range []string{id, "backend"} {
				imported := env.Manage(t, address)
				harness.NoErrors(t, imported.Driver.Import(address, ref))
				if config["workspace_id"] != nil { // which an import has by its id
					config["workspace_id"] = home.ID
				}
				imported.Refresh()
				imported.WantEmptyPlan(config)
				imported.WantState(attrs{"id": id, "key": nil})
			}
			harness.NoErrors(t, m.Driver.Destroy(address))
			if left := env.API.All(emulator.APIKeys); len(left) > 0 {
				t.Errorf("%d API keys are left", len(left))
			}
		})
	}
}

// The key of a workspace needs no workspace_id, and looks names up in its workspace.
func TestResource_withoutWorkspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	env.API.Add(emulator.APIKeys, other.ID, attrs{"name": "backend"})
	_, diags := env.Driver(t).Converge(address, in(nil))
	harness.WantError(t, diags, "workspace_id", "Cannot create API key", "400 AB01", "Set workspace_id")
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Create(t, address, in(nil))
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantEmptyPlan(in(nil))
	m.WantEmptyPlan(in(home.ID))
	_, diags = env.Driver(t).Converge(address, in(nil))
	harness.WantError(t, diags, "name", "Cannot create API key", "already exists")
}
