package apikey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write, and its
// key is kept.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state    string // %[1]s is the id, %[2]s the workspace, %[3]s the key, %[4]s the config
		api      attrs
		config   attrs
		upgraded attrs // what is known before a refresh
	}{
		"the least": {
			state:    `{"id": "%[1]s", "key": "%[3]s", "type": "workspace", "sub_type": "service", "workspace_id": "%[2]s", "name": "backend", "scopes": ["completions.write"]}`,
			upgraded: attrs{"type": "workspace-service", "masked_key": nil, "status": nil, "defaults": nil, "key_version": float64(1)},
		},
		"imported, so without a key": {
			state:    `{"id": "%[1]s", "key": null, "type": "workspace", "sub_type": "service", "workspace_id": "%[2]s", "name": "backend", "scopes": ["completions.write"]}`,
			upgraded: attrs{"key": nil, "key_version": nil},
		},
		"unset in all ways": {
			state: `{"id": "%[1]s", "key": "%[3]s", "type": "workspace", "sub_type": "service", "workspace_id": "%[2]s", "name": "backend", "scopes": ["completions.write"],
				"description": "", "metadata": {}, "config_id": "", "allow_config_override": null, "alert_emails": [], "expires_at": "", "usage_limits": null,
				"rate_limits": [], "rotation_policy": null, "rotate_trigger": null, "updated_at": "0001-01-01T00:00:00Z", "reset_usage": false}`,
			upgraded: attrs{"description": nil, "alert_emails": nil, "last_updated_at": nil, "rate_limits": nil, "expires_at": nil},
		},
		"the most": {
			state: `{"id": "%[1]s", "key": "%[3]s", "type": "workspace", "sub_type": "service", "workspace_id": "%[2]s", "name": "backend", "scopes": ["completions.write"],
				"description": "Scores payments", "metadata": {"team": "payments"}, "config_id": "%[4]s", "allow_config_override": false, "alert_emails": ["ada@example.com"],
				"expires_at": "2090-01-31T00:00:00Z", "rotate_trigger": "1", "rotate_transition_period_ms": 3600000, "reset_usage": true, "status": "active",
				"usage_limits": {"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly", "periodic_reset_days": null, "next_usage_reset_at": "2027-01-01T00:00:00Z"},
				"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
				"rotation_policy": {"rotation_period": "monthly", "next_rotation_at": "2027-01-01T00:00:00Z", "key_transition_period_ms": 3600000},
				"created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "organisation_id": "an-organisation", "of_a_later_version": [1]}`,
			api: attrs{
				"description": "Scores payments", "alert_emails": []any{"ada@example.com"}, "expires_at": "2090-01-31T00:00:00Z",
				"usage_limits":    attrs{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"},
				"rate_limits":     []any{attrs{"type": "requests", "unit": "rpm", "value": 60}},
				"rotation_policy": attrs{"rotation_period": "monthly", "key_transition_period_ms": 3600000},
				"defaults":        attrs{"metadata": attrs{"team": "payments"}, "config_id": fallback, "allow_config_override": false},
			},
			config: attrs{
				"description": "Scores payments", "alert_emails": []any{"ada@example.com"}, "expires_at": "2090-01-31T00:00:00Z",
				"usage_limits":    []any{attrs{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}},
				"rate_limits":     []any{attrs{"type": "requests", "unit": "rpm", "value": 60}},
				"rotation_policy": attrs{"rotation_period": "monthly", "key_transition_period_ms": 3600000},
				"defaults":        attrs{"metadata": attrs{"team": "payments"}, "config_id": fallback, "allow_config_override": false},
				"rotate_trigger":  "1", "rotate_transition_period_ms": 3600000,
			},
			upgraded: attrs{"rotate_trigger": "1", "created_at": "2026-06-01T10:00:00Z", "last_updated_at": "2026-06-02T10:00:00Z", "organisation_id": "an-organisation"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			env.API.Add(emulator.Configs, home.ID, attrs{"id": fallback, "name": "Fallback", "config": attrs{"retry": attrs{"attempts": 3}}})
			made := env.API.Add(emulator.APIKeys, home.ID, with(attrs{"name": "backend", "scopes": []any{"completions.write"}}, c.api))
			secret := env.API.LiveSecrets(made)[0]
			config := with(in(home.ID), attrs{"scopes": []any{"completions.write"}}, c.config)
			m := env.Manage(t, address)
			upgraded := m.WantUpgraded(fmt.Sprintf(c.state, made, home.ID, secret, fallback), config)
			want := with(attrs{"key": secret}, c.upgraded)
			for attribute, value := range want {
				if got := upgraded[attribute]; !cmp.Equal(got, value) {
					t.Errorf("%s is %#v, want %#v", attribute, got, value)
				}
			}
			if state := m.Driver.State(address); state["key"] != want["key"] || state["masked_key"] == nil {
				t.Errorf("after a refresh, key is %v and masked_key %v", state["key"], state["masked_key"])
			}
			if m.Driver.Identity(address)["id"] != made {
				t.Errorf("the identity is %v", m.Driver.Identity(address))
			}
			m.Apply(with(config, attrs{"name": "frontend"}))
			m.WantPuts(`{"name": "frontend"}`)
		})
	}
}

const fallback = "5d0a7b1c-3e2f-4a6b-8c9d-0e1f2a3b4c5d"

// A key that was rotated after the vendor's provider wrote its state is not taken for the
// one that works.
func TestResource_upgradeRotated(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	made := env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "scopes": []any{"completions.write"}})
	secret := env.API.LiveSecrets(made)[0]
	env.API.RotateKey(made)
	d := env.Driver(t)
	d.Load(address, 0, fmt.Sprintf(`{"id": %q, "key": %q, "type": "workspace", "sub_type": "service", "workspace_id": %q, "name": "backend", "scopes": ["completions.write"]}`, made, secret, home.ID))
	diags := d.Refresh(address)
	harness.NoErrors(t, diags)
	if said := diags.Warnings(); len(said) != 1 || !strings.Contains(said[0].Summary, "rotated outside Terraform") {
		t.Errorf("got %v", said)
	}
	if key := d.State(address)["key"]; key != nil {
		t.Errorf("the state has a dead key")
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]string{
		"no id": `{"name": "backend"}`, "an empty id": `{"id": ""}`, "a value of another type": `{"id": "a", "scopes": {}}`, "a list": `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, in(home.ID), "Cannot upgrade API key", "import the API key again")
		})
	}
	harness.WantUntouched(t, env, true)
}
