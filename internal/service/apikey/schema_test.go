package apikey_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What Portkey would reject, or what has no effect, is reported before any request, with
// what to do instead.
func TestResource_validate(t *testing.T) {
	t.Parallel()
	const other = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
	organisation := attrs{"type": "organisation-service", "workspace_id": nil, "scopes": []any{"workspaces.list"}}
	policy := func(pairs ...any) attrs {
		policy := attrs{}
		for i := 0; i < len(pairs); i += 2 {
			policy[pairs[i].(string)] = pairs[i+1]
		}
		return attrs{"rotation_policy": policy}
	}
	budget := attrs{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}
	env := harness.Start(t)
	d := env.Driver(t)
	for name, test := range map[string]struct {
		config         attrs
		errs, warnings string // in the detail; "" for none
	}{
		"a service's key":                         {},
		"a service's key in the provider's":       {config: attrs{"workspace_id": nil}},
		"an organisation's key":                   {config: organisation},
		"a user's key":                            {config: attrs{"type": "workspace-user", "user_id": other}},
		"a type that is not one":                  {config: attrs{"type": "workspace-services"}, errs: `Did you mean "workspace-service"`},
		"an organisation's key in a workspace":    {config: attrs{"type": "organisation-service", "scopes": []any{"workspaces.list"}}, errs: "Remove workspace_id"},
		"an organisation's key of a user":         {config: with(organisation, attrs{"user_id": other}), errs: "Remove user_id"},
		"a service's key of a user":               {config: attrs{"user_id": other}, errs: `use type = "workspace-user"`},
		"a user's key of nobody":                  {config: attrs{"type": "workspace-user"}, errs: "user_id is missing"},
		"no scopes":                               {config: attrs{"scopes": []any{}}, errs: "needs at least one scope"},
		"a blank scope":                           {config: attrs{"scopes": []any{""}}, errs: "blank"},
		"a misspelt scope":                        {config: attrs{"scopes": []any{"completion.write"}}, warnings: `Did you mean "completions.write"?`},
		"a scope with hyphens":                    {config: attrs{"scopes": []any{"workspace-service-api-keys.rotate"}}, warnings: `Did you mean "workspace_service_api_keys.rotate"?`},
		"a scope that is not known":               {config: attrs{"scopes": []any{"teleports.create"}}, warnings: "sent to Portkey as it is"},
		"a scope of the organisation's keys":      {config: attrs{"scopes": []any{"workspaces.create"}}, warnings: `Use type = "organisation-service"`},
		"a scope of a workspace's keys":           {config: with(organisation, attrs{"scopes": []any{"completions.write"}}), warnings: `Use type = "workspace-service"`},
		"a scope that no user's key has":          {config: attrs{"type": "workspace-user", "user_id": other, "scopes": []any{"workspace_user_api_keys.list"}}, warnings: "no effect with the key of a user"},
		"a long name":                             {config: attrs{"name": strings.Repeat("n", 101)}, warnings: "has 101 characters"},
		"a name that is just not too long":        {config: attrs{"name": strings.Repeat("é", 100)}},
		"a long description":                      {config: attrs{"description": strings.Repeat("d", 201)}, warnings: "has 201 characters"},
		"an address with a name":                  {config: attrs{"alert_emails": []any{"Ada <ada@example.com>"}}, errs: "not an e-mail address"},
		"an expiry":                               {config: attrs{"expires_at": "2090-01-31T00:00:00Z"}},
		"an expiry without a time":                {config: attrs{"expires_at": "2090-01-31"}, errs: `Add the time, as in "2090-01-31T00:00:00Z"`},
		"two budgets":                             {config: attrs{"usage_limits": []any{budget, budget}}, errs: "Keep one of them"},
		"a budget":                                {config: attrs{"usage_limits": []any{budget}}},
		"defaults without an attribute":           {config: attrs{"defaults": attrs{}}, warnings: "no effect"},
		"a config that can be overridden":         {config: attrs{"defaults": attrs{"config_id": other, "allow_config_override": true}}},
		"no config to override":                   {config: attrs{"defaults": attrs{"allow_config_override": true}}, errs: "Set config_id"},
		"an empty config to override":             {config: attrs{"defaults": attrs{"config_id": "", "allow_config_override": true}}, errs: "Set config_id"},
		"no config, and no override":              {config: attrs{"defaults": attrs{"allow_config_override": false}}},
		"a weekly rotation":                       {config: policy("rotation_period", "weekly")},
		"a rotation at a date":                    {config: policy("next_rotation_at", "2090-01-31T00:00:00Z", "key_transition_period_ms", 1e9)},
		"two periods":                             {config: policy("rotation_period", "weekly", "rotation_period_days", 7), errs: "remove the other"},
		"no period":                               {config: policy("key_transition_period_ms", 1800000), errs: "does not say when to rotate"},
		"an empty period":                         {config: policy("rotation_period", ""), errs: "does not say when to rotate"},
		"a period with a date":                    {config: policy("rotation_period", "weekly", "next_rotation_at", "2090-01-31T00:00:00Z"), warnings: "both a period and next_rotation_at"},
		"a period that is not one":                {config: policy("rotation_period", "weeklyy"), errs: `Did you mean "weekly"`},
		"no days":                                 {config: policy("rotation_period_days", 0), errs: "between 1 and 365"},
		"too many days":                           {config: policy("rotation_period_days", 366), errs: "between 1 and 365"},
		"a short transition":                      {config: policy("rotation_period", "weekly", "key_transition_period_ms", 1799999), errs: "at least 1800000"},
		"a transition of a day":                   {config: policy("rotation_period_days", 1, "key_transition_period_ms", 86400000), errs: "use less than 86400000"},
		"a transition of a week":                  {config: policy("rotation_period", "weekly", "key_transition_period_ms", 604800000), errs: "use less than 604800000"},
		"a transition of nearly a week":           {config: policy("rotation_period", "weekly", "key_transition_period_ms", 604799999)},
		"a transition of a short month":           {config: policy("rotation_period", "monthly", "key_transition_period_ms", 2419200000), errs: "use less than 2419200000"},
		"a short transition of a rotation":        {config: attrs{"rotate_transition_period_ms": 60000}, errs: "at least 1800000"},
		"a file instead of a recipient":           {config: attrs{"encrypt_to": []any{"key.pub"}}, errs: "name of a file"},
		"everything that is unset, spelled empty": {config: attrs{"description": "", "alert_emails": []any{}, "expires_at": "", "rotate_trigger": "", "usage_limits": []any{}}},
	} {
		t.Run(name, func(t *testing.T) {
			config := with(in(other), test.config)
			diags := d.Validate(address, config)
			errs, warnings := "", ""
			for _, one := range diags {
				if !one.Warning {
					errs += one.Detail
				} else {
					warnings += one.Detail
				}
			}
			for _, one := range []struct{ got, want string }{{errs, test.errs}, {warnings, test.warnings}} {
				if (one.got == "") != (one.want == "") || !strings.Contains(one.got, one.want) {
					t.Errorf("got %q, want %q", one.got, one.want)
				}
			}
		})
	}
	if sent := env.API.Requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

// with is a configuration with others laid over it.
func with(config attrs, more ...attrs) attrs {
	laid := maps.Clone(config)
	for _, one := range more {
		maps.Copy(laid, one)
	}
	return laid
}
