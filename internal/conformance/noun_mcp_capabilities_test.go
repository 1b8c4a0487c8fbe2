package conformance

import (
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// toolsID is the id of the MCP integration, and of its server, whose capabilities are managed.
const toolsID = "0c6f3d52-8a1b-4e7e-9a4f-3b1d5c2e7f60"

// toolsSlug is the slug of both.
const toolsSlug = "tools"

// dangerous is the tool that is disabled.
const dangerous = "tool/delete_issue"

// mcpIntegrationCapabilitiesNoun is the capabilities of an MCP integration, of which one is
// disabled.
func mcpIntegrationCapabilitiesNoun() noun {
	return noun{
		directory: "mcpcapabilities",
		row:       true,
		object:    emulator.MCPCapabilities,
		path:      "/mcp-integrations/" + toolsID + "/capabilities",
		rights:    "organisation_mcp_integrations.update",
		contents:  "capabilities",
		config:    config{"mcp_integration_id": toolsID, "capabilities": config{dangerous: false}},
		around:    addTools,
		live:      disabledIn(emulator.MCPCapabilities),
		remove:    enableIn(emulator.MCPCapabilities),
		owners:    map[string]func(*emulator.Server){"its MCP integration": func(api *emulator.Server) { api.Drop(emulator.MCPIntegrations, toolsID) }},
		belongs: func(api *emulator.Server) (attribute string, spelled, another any) {
			api.Add(emulator.MCPIntegrations, "", config{"name": "Another", "slug": "another"})
			return "mcp_integration_id", toolsSlug, "another"
		},
	}
}

// mcpServerCapabilitiesNoun is the same of a server.
func mcpServerCapabilitiesNoun() noun {
	return noun{
		directory: "mcpcapabilities",
		row:       true,
		object:    emulator.MCPServerCapabilities,
		path:      "/mcp-servers/" + toolsID + "/capabilities",
		rights:    "mcp_servers.update",
		contents:  "capabilities",
		config:    config{"mcp_server_id": toolsID, "capabilities": config{dangerous: false}},
		around: func(api *emulator.Server) {
			api.AddWorkspace(config{"id": home, "name": "Home"})
			addTools(api)
			addToolsServer(api, toolsID, toolsSlug)
		},
		live:   disabledIn(emulator.MCPServerCapabilities),
		remove: enableIn(emulator.MCPServerCapabilities),
		owners: map[string]func(*emulator.Server){"its MCP server": func(api *emulator.Server) { api.Drop(emulator.MCPServers, toolsID) }},
		belongs: func(api *emulator.Server) (attribute string, spelled, another any) {
			addToolsServer(api, "5d9a1c34-2f7b-4c8d-8e6a-7b2f4a9c1d03", "another")
			return "mcp_server_id", toolsSlug, "another"
		},
	}
}

func addTools(api *emulator.Server) {
	api.Add(emulator.MCPIntegrations, "", config{"id": toolsID, "name": "Tools", "slug": toolsSlug})
}

func addToolsServer(api *emulator.Server, id, slug string) {
	api.Add(emulator.MCPServers, home, config{"id": id, "name": slug, "slug": slug, "mcp_integration_id": toolsID})
}

// disabledIn are the capabilities that are disabled.
func disabledIn(rows emulator.Noun) func(*emulator.Server) []string {
	return func(api *emulator.Server) (keys []string) {
		for _, one := range api.All(rows) {
			if one.Fields["enabled"] == false {
				keys = append(keys, one.Slug)
			}
		}
		return keys
	}
}

// enableIn enables the one that is disabled, as a person would.
func enableIn(rows emulator.Noun) func(api *emulator.Server, id string) {
	return func(api *emulator.Server, _ string) {
		for _, one := range api.All(rows) {
			api.Edit(rows, one.ID, config{"enabled": true})
		}
	}
}
