package mcpintegration_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_mcp_integration.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// token is a secret, which nothing but a request or the state may contain.
const token = "Bearer mcp-5b1f0c9d7a2e"

// tickets is the configuration of an MCP integration, with pairs of a name and a value laid
// over it; a value of nil removes.
func tickets(more ...any) attrs {
	return with(attrs{"name": "Tickets", "slug": "tickets", "url": "https://tickets.example.com/mcp", "auth_type": "headers", "transport": "http"}, more...)
}

// secured is one with a header that is a secret, and one that is not.
func secured(more ...any) attrs {
	return with(tickets("configurations", `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-a"]}`,
		"secret_configurations", `{"custom_headers":{"Authorization":"`+token+`"}}`), more...)
}

// writeOnly is secured with the header in the write-only argument.
func writeOnly(more ...any) attrs {
	return with(secured("secret_configurations", nil, "secret_configurations_wo", `{"custom_headers":{"Authorization":"`+token+`"}}`,
		"secret_configurations_wo_version", 1), more...)
}

func with(config attrs, more ...any) attrs {
	for i := 0; i < len(more); i += 2 {
		if more[i+1] == nil {
			delete(config, more[i].(string))
			continue
		}
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one MCP integration that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.MCPIntegrations)
	if len(all) != 1 {
		t.Fatalf("there are %d MCP integrations, want 1", len(all))
	}
	return all[0]
}

// whole are the configurations of secured as they are sent, with other forwarded headers.
func whole(forwarded string) string {
	return `"configurations":{"custom_headers":{"Authorization":"` + token + `","X-Tenant":"support"},"forward_headers":["` + forwarded + `"]}`
}

// What a create sends: the secrets are laid over the configurations.
func TestResource_create(t *testing.T) {
	t.Parallel()
	const head = `{"name":"Tickets","url":"https://tickets.example.com/mcp","auth_type":"headers","transport":"http","slug":"tickets"`
	for _, c := range []struct {
		config attrs
		want   string
	}{{tickets(), head + "}"}, {secured(), head + "," + whole("x-a") + "}"}, {writeOnly(), head + "," + whole("x-a") + "}"}} {
		env := harness.Start(t)
		env.Manage(t, address).Apply(c.config)
		if sent := env.Writes(); len(sent) != 1 || string(sent[0].Body) != c.want {
			t.Errorf("sent %v, want %s", sent, c.want)
		}
	}
}

// Each change, by what the update sends of it.
func TestResource_update(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to attrs
		puts     []string
	}{
		"name and description": {tickets(), tickets("name", "Issues", "description", "For all"), []string{`{"name":"Issues","description":"For all"}`}},
		"no description":       {tickets("description", "For all"), tickets(), []string{`{"description":null}`}},
		"where it is": {
			tickets(), tickets("url", "https://issues.example.com/sse", "transport", "sse", "auth_type", "oauth_client_credentials"),
			[]string{`{"url":"https://issues.example.com/sse","auth_type":"oauth_client_credentials","transport":"sse"}`},
		},
		"configurations": {
			secured(), secured("configurations", `{"custom_headers":{"X-Tenant":"support"},"forward_headers":["x-b"]}`), []string{`{` + whole("x-b") + `}`},
		},
		"a field is removed": {
			secured(), secured("configurations", `{"custom_headers":{"X-Tenant":"support"}}`),
			[]string{`{"configurations":{"custom_headers":{"Authorization":"` + token + `","X-Tenant":"support"},"forward_headers":null}}`},
		},
		"the secret is removed": {
			secured("configurations", nil), tickets(), []string{`{"configurations":{"custom_headers":null}}`},
		},
		"the write-only secret is removed": {
			writeOnly("configurations", nil), tickets(), []string{`{"configurations":{"custom_headers":null}}`},
		},
		"another secret": {
			secured(), writeOnly("secret_configurations_wo", `{"custom_headers":{"Authorization":"another-secret-01"}}`),
			[]string{`{"configurations":{"custom_headers":{"Authorization":"another-secret-01","X-Tenant":"support"},"forward_headers":["x-a"]}}`},
		},
		"write-only, same version": {writeOnly(), writeOnly("secret_configurations_wo", `{"custom_headers":{"Authorization":"another-secret-01"}}`), nil},
		"spelling": {
			secured(), secured("configurations", `{ "forward_headers":["x-a"], "custom_headers":{"X-Tenant":"support"}}`,
				"secret_configurations", `{ "custom_headers": {"Authorization": "`+token+`"} }`), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			m := env.Create(t, address, c.from)
			m.Apply(c.to)
			m.WantPuts(c.puts...)
			m.WantNoDrift(c.to)
		})
	}
}

// A slug that is taken is explained with the import block, and so is the refusal to delete
// what has servers.
func TestResource_takenAndInUse(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	id := env.API.Add(emulator.MCPIntegrations, "", tickets("name", "Theirs"))
	d := env.Driver(t)
	_, diags := d.Converge(address, tickets())
	harness.WantError(t, diags, "slug", `"tickets" is taken`, "MCP integration", `id = "`+id+`"`, "Nothing was created")
	_, diags = env.Driver(t).Converge(address, tickets("slug", nil, "name", "Theirs"))
	harness.WantError(t, diags, "name", `named "Theirs" already exists`, "set slug to one that is free")

	m := env.Create(t, address, tickets("slug", "tickets-2"))
	env.API.Add(emulator.MCPIntegrationWorkspaces, home.ID, attrs{"integration_id": "tickets-2"})
	server := env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Support", "mcp_integration_id": "tickets-2"})
	harness.WantError(t, m.Driver.Destroy(address), "", "409 AB07", `MCP server "Support" of workspace `, "Nothing was deleted")
	env.API.Drop(emulator.MCPServers, server)
	harness.NoErrors(t, m.Driver.Destroy(address))
}

// An import takes the id, the slug or the exact name, and the name in a workspace.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	web := env.API.AddWorkspace(attrs{"name": "Web"})
	env.API.Add(emulator.MCPIntegrations, "", tickets())
	ours := env.API.Add(emulator.MCPIntegrations, web.ID, tickets("slug", "tickets-web"))
	for ref, want := range map[string]attrs{
		"tickets-web": {"slug": "tickets-web", "workspace_id": web.ID}, ours: {"slug": "tickets-web", "workspace_id": web.ID},
		"Web/Tickets": {"slug": "tickets-web", "workspace_id": web.ID}, web.Slug + "/Tickets": {"slug": "tickets-web", "workspace_id": web.Slug},
		"tickets": {"slug": "tickets", "workspace_id": nil},
	} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		m.WantState(want)
	}
	d := env.Driver(t)
	harness.WantError(t, d.Import(address, "Tickets"), "", "Cannot import MCP integration", "Several MCP integrations are named", "tickets-web")
	for _, ref := range []string{"Web/tickets", "Web/Others", "Web/", "/Tickets"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import MCP integration", "No active MCP integration")
	}
}
