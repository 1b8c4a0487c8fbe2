package apikey_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts a key into one workspace, and two into another: the first has the same
// name. The organisation has one, too.
func furnish(t *testing.T) (env *harness.Env, home emulator.Workspace, ids map[string]string) {
	t.Helper()
	env, home = start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	ids = map[string]string{}
	for name, workspace := range map[string]string{"ours": home.ID, "same": other.ID, "theirs": other.ID, "organisation's": ""} {
		fields := attrs{"name": map[string]string{"ours": "backend", "same": "backend", "theirs": "frontend", "organisation's": "terraform"}[name], "scopes": []any{"logs.list"}}
		if name == "ours" {
			fields["expires_at"], fields["usage_limits"] = "2090-01-31T00:00:00Z", attrs{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}
		}
		ids[name] = env.API.Add(emulator.APIKeys, workspace, fields)
	}
	return env, home, ids
}

// A key is found by its id or a name, in a workspace or without one, and never shows its
// secret.
func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, ids := furnish(t)
	d := env.Driver(t)
	for _, c := range []struct {
		argument attrs
		is       string
		words    []string // where it is none
	}{
		{argument: attrs{"id": ids["ours"]}, is: "ours"},
		{argument: attrs{"name": "backend", "workspace_id": home.ID}, is: "ours"},
		{argument: attrs{"name": "backend", "workspace_id": home.Slug}, is: "ours"},
		{argument: attrs{"name": "frontend"}, is: "theirs"},
		{argument: attrs{"name": "terraform"}, is: "organisation's"},
		{argument: attrs{"name": "backend"}, words: []string{"Several API keys are named", ids["ours"], ids["same"]}},
		{argument: attrs{"name": "frontend", "workspace_id": home.ID}, words: []string{"No active API key"}},
		{argument: attrs{"id": "backend"}, words: []string{"No active API key"}},
	} {
		got, diags := d.Data("portkey_api_key", c.argument)
		if c.words != nil {
			harness.WantError(t, diags, "", c.words...)
			continue
		}
		harness.NoErrors(t, diags)
		if got["id"] != ids[c.is] || got["masked_key"] == nil {
			t.Errorf("%v: got %v", c.argument, got)
		}
		if _, has := got["key"]; has {
			t.Errorf("%v: the data source has a key", c.argument)
		}
	}
	got, _ := d.Data("portkey_api_key", attrs{"id": ids["ours"]})
	budgets, _ := got["usage_limits"].([]any)
	if len(budgets) != 1 || budgets[0].(attrs)["next_usage_reset_at"] == nil {
		t.Errorf("the budget is %v", budgets)
	}
	bare, _ := d.Data("portkey_api_key", attrs{"id": ids["theirs"]})
	unset := attrs{"usage_limits": []any{}, "rate_limits": []any{}, "alert_emails": []any{}, "rotation_policy": nil, "expires_at": nil}
	for name, want := range unset {
		if !cmp.Equal(bare[name], want) {
			t.Errorf("%s is %#v, want %#v", name, bare[name], want)
		}
	}
}

// The keys are narrowed by each argument, and by all of them; an organisation's key lists
// those of every workspace.
func TestListDataSource(t *testing.T) {
	t.Parallel()
	env, home, ids := furnish(t)
	d := env.Driver(t)
	for name, c := range map[string]struct {
		argument attrs
		want     []string
	}{
		"all":                         {nil, []string{"ours", "same", "theirs", "organisation's"}},
		"of a workspace":              {attrs{"workspace_id": home.Slug}, []string{"ours"}},
		"of a type":                   {attrs{"type": "organisation-service"}, []string{"organisation's"}},
		"of a status":                 {attrs{"status": "expired"}, nil},
		"that expire":                 {attrs{"expires_before": "2090-01-31T00:00:01Z"}, []string{"ours"}},
		"that expire before":          {attrs{"expires_before": "2090-01-31T00:00:00Z"}, nil},
		"of a workspace and a type":   {attrs{"workspace_id": home.ID, "type": "workspace-service", "status": "active"}, []string{"ours"}},
		"of a workspace and no type":  {attrs{"workspace_id": home.ID, "type": "workspace-user"}, nil},
		"of another type in the list": {attrs{"type": "workspace-service"}, []string{"ours", "same", "theirs"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := d.Data("portkey_api_keys", c.argument)
			harness.NoErrors(t, diags)
			names := map[string]string{}
			for name, id := range ids {
				names[id] = name
			}
			found := map[string]bool{}
			for _, one := range got["api_keys"].([]any) {
				found[names[one.(attrs)["id"].(string)]] = true
			}
			if diff := cmp.Diff(slices.Sorted(slices.Values(c.want)), slices.Sorted(maps.Keys(found))); diff != "" && len(c.want)+len(found) > 0 {
				t.Errorf("want - got +:\n%s", diff)
			}
		})
	}
	listed, diags := d.List("portkey_api_key", attrs{"type": "workspace-service"}, 10, true)
	harness.NoErrors(t, diags)
	if len(listed) != 3 { //nolint:mnd // of the four
		t.Errorf("listed %v", listed)
	}
}
