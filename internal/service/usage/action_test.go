package usage_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	resetUsage = "portkey_reset_usage"
	home       = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	nowhere    = "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90"
)

type config = map[string]any

// spent is something with a budget that is used up.
type spent struct {
	noun emulator.Noun
	id   string
	// arguments name it, and wrong an object that does not exist.
	arguments, wrong config
	// argument is the one that names it, title what messages call it, one its noun, scope
	// what the action needs.
	argument, title, one, scope string
	// sent is the body of the request.
	sent string
}

// start starts an API that contains one of each kind.
func start(t *testing.T) (*harness.Env, map[string]spent) {
	t.Helper()
	env := harness.Start(t)
	budget := config{"type": "cost", "credit_limit": 10.0}
	at := env.API.AddWorkspace(config{"id": home, "name": "Web"})
	key := env.API.Add(emulator.APIKeys, "", config{"name": "fraud-detection", "scopes": []any{"logs.list"}, "usage_limits": budget})
	integration := env.API.Add(emulator.Integrations, "", config{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
	row := env.API.Add(emulator.IntegrationWorkspaces, home, config{"integration_id": "openai", "usage_limits": []any{budget}})
	provider := env.API.Add(emulator.Providers, home, config{"name": "Production", "slug": "production", "integration_id": "openai", "usage_limits": budget})
	all := map[string]spent{
		"an API key": {
			emulator.APIKeys, key, config{"api_key_id": key}, config{"api_key_id": nowhere},
			"api_key_id", "the API key fraud-detection", "API key", "organisation_service_api_keys.update", `{"reset_usage":true}`,
		},
		"a provider": {
			emulator.Providers, provider, config{"provider_id": provider, "workspace_id": home}, config{"provider_id": nowhere, "workspace_id": home},
			"provider_id", "the provider Production", "provider", "providers.update", `{"workspace_id":"` + home + `","reset_usage":true}`,
		},
		"a provider by its slug": {
			emulator.Providers, provider, config{"provider_id": "production", "workspace_id": at.Slug}, config{"provider_id": "staging", "workspace_id": at.Slug},
			"provider_id", "the provider Production", "provider", "providers.update", `{"workspace_id":"` + home + `","reset_usage":true}`,
		},
		"a workspace of an integration": {
			emulator.IntegrationWorkspaces, row, config{"integration_id": "openai", "workspace_id": home}, config{"integration_id": nowhere, "workspace_id": home},
			"integration_id", "the integration openai in the workspace " + home, "integration", "organisation_integrations.update",
			`{"workspaces":[{"id":"` + home + `","enabled":true,"create_default_provider":false,"reset_usage":true}],"override_existing_workspace_access":false}`,
		},
		"an integration by its id": {
			emulator.IntegrationWorkspaces, row, config{"integration_id": integration, "workspace_id": at.Slug}, config{"integration_id": nowhere, "workspace_id": at.Slug},
			"integration_id", "the integration openai in the workspace " + at.Slug, "integration", "organisation_integrations.update",
			`{"workspaces":[{"id":"` + home + `","enabled":true,"create_default_provider":false,"reset_usage":true}],"override_existing_workspace_access":false}`,
		},
	}
	return env, all
}

// resetAt is when the usage was last reset, nil if it never was.
func (s spent) resetAt(env *harness.Env) any {
	all := env.API.All(s.noun)
	return all[slices.IndexFunc(all, func(o emulator.Object) bool { return s.id == cmp.Or(o.Slug, o.ID) })].Fields["last_reset_at"]
}

func TestResetUsage(t *testing.T) {
	t.Parallel()
	_, all := start(t)
	for name := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, all := start(t)
			one, d := all[name], env.Driver(t)
			_, diags := d.Invoke(resetUsage, one.wrong)
			harness.WantError(t, diags, one.argument, "Cannot reset usage of "+one.one, fmt.Sprint(one.wrong[one.argument]))
			harness.WantUntouched(t, env, true)
			env.API.ResetRequests()
			progress, diags := d.Invoke(resetUsage, one.arguments)
			harness.NoErrors(t, diags)
			if len(diags) > 0 || !slices.Equal(progress, []string{"The usage of " + one.title + " was reset."}) {
				t.Errorf("got %q, %s", progress, diags)
			}
			if err := env.Sent(http.MethodPut, one.sent)(nil); err != nil {
				t.Error(err)
			}
			for other, its := range all {
				if was := its.resetAt(env) != nil; was != (its.id == one.id) {
					t.Errorf("%s was reset: %t", other, was)
				}
			}
			for _, c := range []struct {
				fault emulator.Fault
				words string
			}{
				{emulator.Fault{Status: http.StatusForbidden}, one.scope},
				{emulator.Fault{Reset: true}, "Invoke the action again"},
			} {
				c.fault.Method = http.MethodPut
				heal := env.API.Fail(c.fault)
				_, diags = d.Invoke(resetUsage, one.arguments)
				harness.WantError(t, diags, "", "Cannot reset usage of "+one.one, one.title, c.words)
				heal()
			}
		})
	}
}

// What has no access is not given any by the reset of its usage.
func TestResetUsage_withoutAccess(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	env.API.AddWorkspace(config{"id": nowhere, "name": "Without access"})
	env.API.ResetRequests()
	_, diags := d.Invoke(resetUsage, config{"integration_id": "openai", "workspace_id": nowhere})
	harness.WantError(t, diags, "workspace_id", "Cannot reset usage of integration workspace access", "has no access", "portkey_integration_workspace_access")
	env.API.Edit(emulator.IntegrationWorkspaces, env.API.All(emulator.IntegrationWorkspaces)[0].ID, config{"enabled": false})
	_, diags = d.Invoke(resetUsage, config{"integration_id": "openai", "workspace_id": home})
	harness.WantError(t, diags, "workspace_id", "has no access", "Nothing was reset")
	harness.WantUntouched(t, env, true)
}

// Of a policy, one value is reset, and what others have spent stays.
func TestResetUsage_policy(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	id := env.API.Add(emulator.UsagePolicies, home, config{"name": "Per user", "credit_limit": 10})
	env.API.Spend(id, "dana", 12)
	env.API.Spend(id, "kim", 3)
	env.API.ResetRequests()
	_, diags := d.Invoke(resetUsage, config{"policy_id": nowhere, "value_key": "dana"})
	harness.WantError(t, diags, "policy_id", "Cannot reset usage of usage limits policy", nowhere)
	_, diags = d.Invoke(resetUsage, config{"policy_id": id, "value_key": "lee"})
	harness.WantError(t, diags, "value_key", `"lee"`, "Nothing was reset", "portkey_usage_limits_policy_entities")
	harness.WantUntouched(t, env, true)
	progress, diags := d.Invoke(resetUsage, config{"policy_id": id, "value_key": "dana"})
	harness.NoErrors(t, diags)
	if !slices.Equal(progress, []string{"The usage of the value dana of the usage limits policy Per user was reset."}) {
		t.Errorf("got %q", progress)
	}
	if got := env.API.Spent(id); got["dana"] != 0 || got["kim"] != 3 {
		t.Errorf("spent: %v", got)
	}
	for fault, words := range map[int]string{http.StatusForbidden: "policies.update", http.StatusBadGateway: "Invoke the action again"} {
		heal := env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: fault})
		_, diags = d.Invoke(resetUsage, config{"policy_id": id, "value_key": "kim"})
		harness.WantError(t, diags, "", "Cannot reset usage of usage limits policy", words)
		heal()
	}
}

// One thing is named, in its workspace.
func TestResetUsage_arguments(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	for name, c := range map[string]struct {
		arguments config
		at        string
		words     []string
	}{
		"nothing":                    {config{}, "", []string{"Missing argument", "api_key_id, provider_id, integration_id and policy_id"}},
		"only a workspace":           {config{"workspace_id": home}, "", []string{"Missing argument"}},
		"two things":                 {config{"api_key_id": nowhere, "provider_id": "production", "workspace_id": home}, "provider_id", []string{"api_key_id and provider_id", "conflict"}},
		"a key in a workspace":       {config{"api_key_id": nowhere, "workspace_id": home}, "workspace_id", []string{"conflicts with api_key_id"}},
		"a provider of no workspace": {config{"provider_id": "production"}, "workspace_id", []string{"provider_id requires workspace_id"}},
		"an integration of none":     {config{"integration_id": "openai"}, "workspace_id", []string{"integration_id requires workspace_id"}},
		"a policy without a value":   {config{"policy_id": nowhere}, "value_key", []string{"policy_id requires value_key"}},
		"a value of a key":           {config{"api_key_id": nowhere, "value_key": "dana"}, "value_key", []string{"value_key conflicts with api_key_id"}},
		"a policy in a workspace":    {config{"policy_id": nowhere, "value_key": "dana", "workspace_id": home}, "workspace_id", []string{"workspace_id conflicts with policy_id"}},
		"a blank":                    {config{"api_key_id": " "}, "api_key_id", []string{"blank"}},
		"another workspace":          {config{"provider_id": "production", "workspace_id": "ws-nowhere-000000"}, "workspace_id", []string{"Cannot find workspace"}},
	} {
		_, diags := d.Invoke(resetUsage, c.arguments)
		t.Log(name)
		harness.WantError(t, diags, c.at, c.words...)
	}
	harness.WantUntouched(t, env, true)
}

// The action runs under a CLI that has actions.
func TestResetUsage_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestResetUsage")
	env, all := start(t)
	var hcl strings.Builder
	labels := map[string]string{"an API key": "key", "a provider": "provider", "a workspace of an integration": "workspace"}
	for name, label := range labels {
		fmt.Fprintf(&hcl, "action \"portkey_reset_usage\" %q {\n  config {\n", label)
		for argument, value := range all[name].arguments {
			fmt.Fprintf(&hcl, "    %s = %q\n", argument, value)
		}
		hcl.WriteString("  }\n}\n")
	}
	tf := env.CLI(t, hcl.String())
	for name, label := range labels {
		out := tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_reset_usage."+label)
		if all[name].resetAt(env) == nil || !strings.Contains(out, "The usage of "+all[name].title+" was reset.") {
			t.Errorf("the CLI shows\n%s", out)
		}
	}
}
