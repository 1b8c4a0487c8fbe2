package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// tools is the ID of the MCP integration that the MCP servers of the tests are of.
const tools = "a3c5e7f9-1b2d-4c6e-8f0a-2b4d6e8f0a1c"

// mcpServerNoun has no slug of its own, so that its name is looked up.
func mcpServerNoun() noun {
	const path = "/mcp-servers"
	listed := target{http.MethodGet, path, 0, false}
	inHome := config{"workspace_id": home}
	simple := laid(inHome, config{"mcp_integration_id": tools, "name": "Production"})
	return noun{
		object:    emulator.MCPServers,
		path:      path,
		scopes:    "mcp_servers",
		config:    simple,
		full:      laid(simple, config{"description": "For all"}),
		edited:    config{"description": "Ours"},
		foreign:   config{"description": "Theirs"},
		fixed:     []string{"mcp_integration_id"},
		duplicate: config{"slug": "another-server"},
		fromList:  true,
		around:    withTools,
		importRef: func(_ *emulator.Server, idOrName string) string { return home + "/" + idOrName },
		data: map[string]reading{
			"one":  {"portkey_mcp_server", func(id string) config { return laid(inHome, config{"id": id}) }, listed},
			"many": {"portkey_mcp_servers", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}

// withTools adds the MCP integration, and enables it for home.
func withTools(api *emulator.Server) {
	api.Add(emulator.MCPIntegrations, "", config{"id": tools, "name": "Tools", "slug": "tools"})
	api.Add(emulator.MCPIntegrationWorkspaces, home, config{"integration_id": tools})
}

// toolServer is the ID of an MCP server at home.
const toolServer = "5d1f3a86-7c20-4e9b-8a4d-c6b90e2f1753"

// mcpUserAccessNoun is the access of one user, who has none by default.
func mcpUserAccessNoun() noun {
	return noun{
		directory: "mcpuseraccess",
		row:       true,
		object:    emulator.MCPServers,
		path:      "/mcp-servers/" + toolServer + "/user-access",
		rights:    "mcp_servers.update",
		contents:  "users",
		config:    config{"mcp_server_id": toolServer, "users": config{ada: true}},
		around: func(api *emulator.Server) {
			api.AddWorkspace(config{"id": home, "name": "Home"})
			withTools(api)
			api.Add(emulator.MCPServers, home, config{"id": toolServer, "slug": "home-tools", "mcp_integration_id": tools, "default_user_access": "deny"})
			id := api.Add(emulator.Users, "", config{"email": ada})
			api.Add(emulator.Members, home, config{"id": id})
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.MCPServers) {
				for _, enabled := range one.Fields["user_access"].(config) {
					if enabled == true {
						ids = append(ids, one.ID)
					}
				}
			}
			return ids
		},
		remove: func(api *emulator.Server, id string) {
			for _, one := range api.All(emulator.MCPServers) {
				for user := range one.Fields["user_access"].(config) {
					api.Edit(emulator.MCPServers, id, config{"user_access": config{user: false}})
				}
			}
		},
		owners: map[string]func(*emulator.Server){
			"its MCP server": func(api *emulator.Server) { api.Drop(emulator.MCPServers, toolServer) },
		},
		belongs: func(api *emulator.Server) (attribute string, spelled, another any) {
			other := api.Add(emulator.MCPServers, home, config{"slug": "other-tools", "mcp_integration_id": tools})
			return "mcp_server_id", "home-tools", other
		},
	}
}
