package policy_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts a policy into one workspace, and two into another: the first has the same
// name. It returns their ids.
func furnish(t *testing.T) (env *harness.Env, home emulator.Workspace, ours, same, theirs string) {
	t.Helper()
	env, home = start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	add := func(workspaceID, name string) string {
		return env.API.Add(emulator.UsagePolicies, workspaceID, attrs{
			"name": name, "conditions": []any{attrs{"key": "model", "value": "gpt-4o"}}, "group_by": []any{attrs{"key": "metadata.user"}}, "periodic_reset": "monthly",
		})
	}
	return env, home, add(home.ID, "Per user"), add(other.ID, "Per user"), add(other.ID, "Per team")
}

// A policy is found by its id, and by its name within its workspace.
func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, ours, same, theirs := furnish(t)
	d := env.Driver(t)
	const data = "portkey_usage_limits_policy"
	for _, c := range []struct {
		arguments attrs
		id        string
		words     string // where there is none
	}{
		{attrs{"id": ours}, ours, ""},
		{attrs{"id": ours, "workspace_id": home.Slug}, ours, ""},
		{attrs{"name": "Per user", "workspace_id": home.ID}, ours, ""},
		{attrs{"id": theirs, "workspace_id": home.ID}, "", "No active usage limits policy"},
		{attrs{"name": "Per team", "workspace_id": home.ID}, "", "No active usage limits policy"},
		{attrs{"name": "Per user"}, "", "workspace_id"},
		{attrs{"id": "Per user"}, "", "No active usage limits policy"},
	} {
		got, diags := d.Data(data, c.arguments)
		if c.words != "" {
			harness.WantError(t, diags, "", c.words)
			continue
		}
		harness.NoErrors(t, diags)
		if got["id"] != c.id || got["type"] != "cost" || got["next_usage_reset_at"] == nil || got["reset_usage_trigger"] != nil {
			t.Errorf("%v: got %v", c.arguments, got)
		}
	}
	got, diags := d.Data("portkey_usage_limits_policies", attrs{"workspace_id": home.Slug})
	harness.NoErrors(t, diags)
	if all := got["usage_limits_policies"].([]any); len(all) != 1 || all[0].(attrs)["id"] != ours {
		t.Errorf("got %v", all)
	}

	// A key of the workspace needs to name none.
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: env.API.All(emulator.UsagePolicies)[1].WorkspaceID})
	env.API.SetScopes(env.Key, "policies.read", "policies.list", "workspaces.read", "workspaces.list")
	got, diags = env.Driver(t).Data(data, attrs{"name": "Per user"})
	harness.NoErrors(t, diags)
	if got["id"] != same {
		t.Errorf("got %v", got)
	}
}

func TestUsage_import(t *testing.T) {
	t.Parallel()
	env, home, ours, _, _ := furnish(t)
	for _, ref := range []string{ours, home.ID + "/" + ours, home.Slug + "/" + ours, home.ID + "/Per user", "Production/Per user"} {
		m := env.Manage(t, usageAddress)
		harness.NoErrors(t, m.Driver.Import(usageAddress, ref))
		config := budget(home.ID, "periodic_reset", "monthly")
		if ref == home.Slug+"/"+ours {
			config["workspace_id"] = home.Slug
		}
		m.WantEmptyPlan(config)
	}
	m := env.Manage(t, usageAddress)
	harness.NoErrors(t, m.Driver.ImportIdentity(usageAddress, attrs{"id": ours}))
	m.WantEmptyPlan(budget(home.ID, "periodic_reset", "monthly"))
	for ref, words := range map[string]string{
		"Per user": "workspace/name", home.ID + "/": "No active", "nowhere/Per user": "No active", home.ID + "/Per team": "No active usage limits policy",
	} {
		harness.WantError(t, env.Driver(t).Import(usageAddress, ref), "", "Cannot import usage limits policy", words)
	}
}

// However Portkey answers about a deleted policy, it is planned again, and destroyed without
// an error.
func TestPolicy_gone(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"404": {}, "403": {NotFound: emulator.NotFoundIs403}, "archived": {DeletedAsArchived: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t, emulator.WithAnswers(answers))
			m := env.Create(t, rateAddress, rate(home.ID))
			env.API.Advance(2 * time.Hour)
			m.Driver = env.Restart(t, m.Driver)
			made := only(t, env, emulator.RatePolicies).ID
			p := m.Plan(rate(home.ID, "name", "Ours"))
			env.API.Drop(emulator.RatePolicies, made)
			harness.WantError(t, m.Driver.Apply(p), "", "was deleted")
			m.Driver = env.Restart(t, m.Driver)
			if p := m.Plan(rate(home.ID)); p.Action != harness.Create {
				t.Errorf("planned %s", p.Action)
			}
			harness.NoErrors(t, m.Driver.Destroy(rateAddress))
		})
	}
}
