package workspace_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// vendorStates is what the vendor's provider has in a state, beside the
// workspace that it is about and the configuration that says the same.
var vendorStates = []struct {
	name      string
	state     string // %s is the id
	workspace attrs
	config    attrs
	// upgraded is what of the state can be known before a refresh.
	upgraded attrs
}{
	{
		name:      "the least",
		state:     `{"id": %q, "name": "Production"}`,
		workspace: attrs{"name": "Production"},
		config:    attrs{"name": "Production"},
		upgraded:  attrs{"name": "Production", "icon": nil, "description": nil, "defaults": nil, "usage_limits": nil, "rate_limits": nil, "force_delete": nil, "created_at": nil, "last_updated_at": nil},
	},
	{
		name: "unset as null and []",
		state: `{"id": %q, "name": "Production", "description": null, "icon": null, "metadata": null, "usage_limits": [], "rate_limits": [],
			"created_at": "2026-06-01T10:00:00Z", "updated_at": "0001-01-01T00:00:00Z", "force_delete": null}`,
		workspace: attrs{"name": "Production"},
		config:    attrs{"name": "Production"},
		upgraded:  attrs{"usage_limits": nil, "rate_limits": nil, "defaults": nil, "created_at": "2026-06-01T10:00:00Z", "last_updated_at": nil},
	},
	{
		name: `unset as "" and {}`,
		state: `{"id": %q, "name": "Production", "description": "", "icon": "", "metadata": {}, "usage_limits": null, "rate_limits": null,
			"created_at": "", "updated_at": "", "force_delete": false}`,
		workspace: attrs{"name": "Production"},
		config:    attrs{"name": "Production"},
		upgraded:  attrs{"icon": nil, "description": nil, "defaults": nil, "force_delete": nil, "created_at": nil},
	},
	{
		name: "the most",
		state: `{"id": %q, "name": "Fraud detection", "description": "Scores payments", "icon": "🔎", "metadata": {"team": "payments"},
			"usage_limits": [
				{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
				{"type": "tokens", "credit_limit": 1000, "alert_threshold": null, "periodic_reset": ""}],
			"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
			"created_at": "2026-06-01T10:00:00Z", "updated_at": "2026-06-02T10:00:00Z", "force_delete": true}`,
		workspace: fromVendor(),
		config:    withMore(fromVendor(), "force_delete", true),
		upgraded: attrs{
			"icon": "🔎", "name": "Fraud detection", "force_delete": true, "last_updated_at": "2026-06-02T10:00:00Z",
			"defaults": attrs{"metadata": attrs{"team": "payments"}},
		},
	},
	{
		name:      "the icon in the name",
		state:     `{"id": %q, "name": "🔎 Fraud detection", "icon": "🔎"}`,
		workspace: attrs{"name": "Fraud detection", "icon": "🔎"},
		config:    attrs{"name": "Fraud detection", "icon": "🔎"},
		upgraded:  attrs{"name": "Fraud detection", "icon": "🔎"},
	},
	{
		name:      "an icon that only the name tells of",
		state:     `{"id": %q, "name": "🔎 Fraud detection", "icon": null}`,
		workspace: attrs{"name": "Fraud detection", "icon": "🔎"},
		config:    attrs{"name": "🔎 Fraud detection"},
		upgraded:  attrs{"name": "🔎 Fraud detection", "icon": nil},
	},
	{
		name:      "attributes of a later version",
		state:     `{"id": %q, "name": "Production", "timeouts": null, "security_settings": {"a": true}, "slug": "ws-x", "users": [1, "2"]}`,
		workspace: attrs{"name": "Production"},
		config:    attrs{"name": "Production"},
		upgraded:  attrs{"slug": nil},
	},
}

// fromVendor is a workspace as far as the vendor's schema can tell it.
func fromVendor() attrs {
	workspace := rich()
	delete(workspace["usage_limits"].([]any)[1].(attrs), "periodic_reset_days")
	return workspace
}

func withMore(config attrs, attribute string, value any) attrs {
	config[attribute] = value
	return config
}

// A state of the vendor's provider comes over with an empty plan and no write,
// refreshed or not, and with an identity or without.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	for _, test := range vendorStates {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			made := env.API.AddWorkspace(test.workspace)
			m := manage(t, env)
			upgraded := m.WantUpgraded(fmt.Sprintf(test.state, made.ID), test.config)
			for attribute, want := range test.upgraded {
				if got := upgraded[attribute]; !cmp.Equal(got, want) {
					t.Errorf("%s is %#v, want %#v", attribute, got, want)
				}
			}
			for attribute, want := range map[string]any{"slug": made.Slug, "is_default": false, "organisation_id": env.API.OrganisationID()} {
				if got := m.Driver.State(address)[attribute]; got != want {
					t.Errorf("after a refresh %s is %v, want %v", attribute, got, want)
				}
			}
			if got := m.Driver.Identity(address); !cmp.Equal(got, attrs{"id": made.ID}) {
				t.Errorf("the identity is %v", got)
			}
		})
	}
}

// In the documentation's shape the answers tell no type and no unit: what the
// state has of them stays.
func TestResource_upgradeKeepsUntold(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(fromVendor())
		d := env.Driver(t)
		d.Load(address, 0, fmt.Sprintf(vendorStates[3].state, made.ID))
		wantEmptyPlan(t, env, d, vendorStates[3].config)
	})
}

// A change may come together with the move, and before any refresh: what the
// vendor's state lacks does not stay unknown.
func TestResource_upgradeAndChange(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]harness.PlanOption{"refreshed": nil, "not refreshed": {harness.WithoutRefresh}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			made := env.API.AddWorkspace(attrs{"name": "Production"})
			d := env.Driver(t)
			d.Load(address, 0, fmt.Sprintf(`{"id": %q, "name": "Production"}`, made.ID))
			p, diags := d.Converge(address, attrs{"name": "Production", "description": "Customer traffic"}, options...)
			harness.NoErrors(t, diags)
			if p.Action != harness.Update {
				t.Errorf("plans %s", p.Action)
			}
			if err := env.Sent("PUT", `{"description": "Customer traffic"}`)(nil); err != nil {
				t.Error(err)
			}
			wantEmptyPlan(t, env, d, attrs{"name": "Production", "description": "Customer traffic"})
		})
	}
}

// A workspace that was deleted since is planned anew, though the vendor's state
// has no identity.
func TestResource_upgradeOfGone(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.DeleteWorkspace(made.ID)
	d := env.Driver(t)
	d.Load(address, 0, fmt.Sprintf(`{"id": %q, "name": "Production"}`, made.ID))
	p, diags := d.Plan(address, attrs{"name": "Production"})
	harness.NoErrors(t, diags)
	if p.Action != harness.Create {
		t.Errorf("plans %s, want a create", p.Action)
	}
}

func TestResource_upgradeRefused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for name, state := range map[string]string{
		"no id":                    `{"name": "Production"}`,
		"an empty id":              `{"id": "", "name": "Production"}`,
		"a value of another type":  `{"id": "a", "name": ["Production"]}`,
		"a limit of another type":  `{"id": "a", "usage_limits": [{"credit_limit": "much"}]}`,
		"metadata of another type": `{"id": "a", "metadata": {"a": {}}}`,
		"a list":                   `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			manage(t, env).WantNotUpgraded(state, attrs{"name": "Production"}, "Cannot upgrade workspace", "import the workspace again")
		})
	}
	harness.WantUntouched(t, env, false)
}

// Only the vendor's workspaces of schema version 0 can be moved here.
func TestResource_moveRefused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	const state = `{"id": "a", "name": "Production"}`
	for name, source := range map[string]harness.MoveSource{
		"another provider":           {ProviderAddress: "registry.terraform.io/hashicorp/portkey", TypeName: "portkey_workspace"},
		"a provider named alike":     {ProviderAddress: "registry.terraform.io/not-portkey-ai/portkey", TypeName: "portkey_workspace"},
		"another type":               {ProviderAddress: harness.Vendors, TypeName: "portkey_workspace_member"},
		"another version":            {ProviderAddress: harness.Vendors, TypeName: "portkey_workspace", SchemaVersion: 1},
		"this provider's other type": {ProviderAddress: harness.Ours, TypeName: "portkey_thing", SchemaVersion: 1},
	} {
		t.Run(name, func(t *testing.T) {
			source.State = state
			harness.WantError(t, d.Move(source, address), "", "Unable to Move Resource State", source.ProviderAddress, source.TypeName)
		})
	}
	// Mirrors of the registry have the vendor's provider under their own host.
	harness.NoErrors(t, d.Move(harness.MoveSource{ProviderAddress: "registry.opentofu.org/portkey-ai/portkey", TypeName: "portkey_workspace", State: state}, address))
}

// No state of version 0, however odd, makes the upgrade panic or answer with
// what could not be read again; and it asks the API for nothing.
func FuzzUpgradeState(f *testing.F) {
	for _, one := range vendorStates {
		f.Add([]byte(fmt.Sprintf(one.state, "0f3a7a52-0000-4000-8000-000000000001")))
	}
	for _, state := range []string{
		``, `null`, `[]`, `{}`, `{"id": 1}`, `{"id": "a"}`, `{"id": "a", "name": null, "icon": "🔎"}`, `{"id": "a", "name": " ", "icon": " "}`,
		`{"id": "a", "usage_limits": [null, {}], "rate_limits": [null, {}]}`, `{"id": "a", "rate_limits": [{"value": 1e300}]}`,
		`{"id": "a", "usage_limits": [{"credit_limit": 1e400}]}`, `{"id": "a", "created_at": "0000-00-00"}`, `{"id": "a", "metadata": {"a": null, "": ""}}`,
	} {
		f.Add([]byte(state))
	}
	env := harness.Start(f)
	server := env.Server()
	schemas, err := server.GetProviderSchema(f.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		f.Fatal(err)
	}
	schema := schemas.ResourceSchemas["portkey_workspace"]
	upgrade := func(t *testing.T, state []byte) (*tfprotov6.UpgradeResourceStateResponse, map[string]tftypes.Value) {
		resp, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: "portkey_workspace", RawState: &tfprotov6.RawState{JSON: state},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range resp.Diagnostics {
			if strings.Contains(one.Summary, "panic") {
				t.Fatalf("%q: %s: %s", state, one.Summary, one.Detail)
			}
		}
		if resp.UpgradedState == nil {
			return resp, nil
		}
		value, err := resp.UpgradedState.Unmarshal(schema.ValueType())
		if err != nil {
			t.Fatal(err)
		}
		var attributes map[string]tftypes.Value
		if !value.IsFullyKnown() || value.As(&attributes) != nil {
			t.Fatalf("%q becomes %s", state, value)
		}
		return resp, attributes
	}
	f.Fuzz(func(t *testing.T, state []byte) {
		if !json.Valid(state) {
			return // Terraform does not get so far
		}
		resp, attributes := upgrade(t, state)
		if len(resp.Diagnostics) > 0 {
			return
		}
		var id string
		if err := attributes["id"].As(&id); err != nil || id == "" {
			t.Errorf("%q has the id %q: %v", state, id, err)
		}
		harness.WantUntouched(t, env, false)
	})
}
