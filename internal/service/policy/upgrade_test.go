package policy_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A state of the vendor's provider, whose conditions and groups are JSON in strings, comes
// over with an empty plan and no write.
func TestUsage_upgrade(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state  string
		fields attrs
		config []any
	}{
		"of 0.2.28": {
			`{"id": %[1]q, "name": "Per user", "workspace_id": %[2]q, "type": "cost", "credit_limit": 100, "alert_threshold": null, "periodic_reset": "",
				"conditions": "[{\"key\":\"model\",\"value\":\"gpt-4o\"}]", "group_by": "[{\"key\":\"metadata.user\"}]", "status": "active",
				"created_at": "2026-06-01T10:00:00Z", "updated_at": "0001-01-01T00:00:00Z"}`,
			attrs{}, nil,
		},
		"of 0.2.30": {
			`{"id": %[1]q, "name": "Per user", "workspace_id": %[2]q, "type": "cost", "credit_limit": 100, "alert_threshold": 80.5, "periodic_reset_days": 10,
				"conditions": "[{\"key\":\"model\",\"value\":[\"gpt-4o\",\"o3\"],\"excludes\":\"o1\"}]", "group_by": "[{\"key\":\"metadata.user\"}]",
				"next_usage_reset_at": "2026-12-10T00:00:00.000Z", "of_a_later_version": [1]}`,
			attrs{
				"conditions":      []any{attrs{"key": "model", "value": []any{"o3", "gpt-4o"}, "excludes": "o1"}},
				"alert_threshold": 80.5, "periodic_reset_days": 10, "next_usage_reset_at": "2060-01-31T00:00:00Z",
			},
			[]any{"conditions", []any{attrs{"key": "model", "values": []any{"gpt-4o", "o3"}, "excludes": []any{"o1"}}}, "alert_threshold", 80.5, "periodic_reset_days", 10},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			fields := attrs{
				"name": "Per user", "credit_limit": 100, "conditions": []any{attrs{"key": "model", "value": "gpt-4o"}}, "group_by": []any{attrs{"key": "metadata.user"}},
			}
			for field, value := range c.fields {
				fields[field] = value
			}
			id := env.API.Add(emulator.UsagePolicies, home.ID, fields)
			m := env.Manage(t, usageAddress)
			m.WantUpgraded(fmt.Sprintf(c.state, id, home.ID), budget(home.ID, c.config...))
			m.Apply(budget(home.ID, append(c.config, "name", "Per member")...))
			m.WantPuts(`{"name": "Per member"}`)
		})
	}
}

func TestRate_upgrade(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	id := env.API.Add(emulator.RatePolicies, home.ID, attrs{
		"name": "Per key", "unit": "rpm", "value": 60, "conditions": []any{attrs{"key": "model", "value": "*"}}, "group_by": []any{attrs{"key": "api_key"}},
	})
	m := env.Manage(t, rateAddress)
	m.WantUpgraded(fmt.Sprintf(`{"id": %q, "name": "Per key", "workspace_id": %q, "type": "requests", "unit": "rpm", "value": 60, "status": "active",
		"conditions": "[{\"key\":\"model\",\"value\":\"*\"}]", "group_by": "[{\"key\":\"api_key\"}]", "created_at": "2026-06-01T10:00:00Z"}`, id, home.ID), rate(home.ID))
	m.Apply(rate(home.ID, "value", 90))
	m.WantPuts(`{"value": 90}`)
}

func TestPolicy_upgradeRefused(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	for name, state := range map[string]attrs{
		"no id": {"name": "Per user"}, "conditions that are no JSON": {"id": "a", "conditions": "["}, "groups that are no list": {"id": "a", "group_by": "{}"},
		"a value of another type": {"id": "a", "credit_limit": "x"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(state)
			if err != nil {
				t.Fatal(err)
			}
			env.Manage(t, usageAddress).WantNotUpgraded(string(text), budget(home.ID), "Cannot upgrade usage limits policy", "import the usage limits policy again")
		})
	}
}
