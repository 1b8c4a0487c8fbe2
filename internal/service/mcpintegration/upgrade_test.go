package mcpintegration_test

import (
	"fmt"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A state of the vendor's provider comes over with an empty plan and no write. All of its
// configurations are secret, as they are there.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	const configurations = `{"custom_headers":{"Authorization":"` + token + `"},"forward_headers":["x-a"]}`
	env := harness.Start(t)
	id := env.API.Add(emulator.MCPIntegrations, "", tickets("configurations", attrs{"custom_headers": attrs{"Authorization": token}, "forward_headers": []any{"x-a"}}))
	m := env.Manage(t, address)
	upgraded := m.WantUpgraded(fmt.Sprintf(`{"id": %q, "name": "Tickets", "slug": "tickets", "url": "https://tickets.example.com/mcp", "auth_type": "headers",
		"transport": "http", "description": "", "workspace_id": "", "configurations": %q, "type": "organisation", "status": "active",
		"created_at": "2026-06-01T10:00:00Z", "last_updated_at": "0001-01-01T00:00:00Z"}`, id, configurations), tickets("secret_configurations", configurations))
	if upgraded["secret_configurations"] != configurations || upgraded["configurations"] != nil {
		t.Errorf("upgraded to %v", upgraded)
	}
	m.Apply(tickets("secret_configurations", configurations, "description", "Another"))
	m.WantPuts(`{"description": "Another"}`)

	for name, state := range map[string]string{"no id": `{"name": "Tickets"}`, "a value of another type": `{"id": "a", "configurations": {}}`, "a list": `[]`} {
		t.Run(name, func(t *testing.T) {
			env.Manage(t, address).WantNotUpgraded(state, tickets(), "Cannot upgrade MCP integration")
		})
	}
}
