package conformance

import (
	"net/http"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func mcpIntegrationAccessNoun() noun {
	const (
		tickets = "5d2f8b16-7a3c-4e90-b1d4-c6e8f0a2937b"
		path    = "/mcp-integrations/" + tickets + "/workspaces"
	)
	listed := target{http.MethodGet, path, 0, false}
	of := config{"mcp_integration_id": tickets}
	row := func(api *emulator.Server, id string) string {
		return accessRow(api, emulator.MCPIntegrationWorkspaces, id)
	}
	return noun{
		directory: "mcpintegrationaccess",
		row:       true,
		immutable: true,
		object:    emulator.MCPIntegrationWorkspaces,
		path:      path,
		rights:    "organisation_mcp_integrations.update",
		name:      "workspace_id",
		spell:     teamID,
		config:    laid(of, config{"workspace_id": home}),
		fixed:     []string{"mcp_integration_id"},
		fromList:  true, wholeItems: true,
		around: func(api *emulator.Server) {
			api.Add(emulator.MCPIntegrations, "", config{"id": tickets, "name": "Tickets", "slug": "tickets"})
			for _, name := range teams[1:] {
				api.AddWorkspace(config{"id": teamID(name), "name": name})
			}
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.MCPIntegrationWorkspaces) {
				if !one.Archived {
					ids = append(ids, tickets+"/"+one.WorkspaceID)
				}
			}
			return ids
		},
		add: func(api *emulator.Server) string {
			api.Add(emulator.MCPIntegrationWorkspaces, teamID("Staging"), config{"integration_id": tickets})
			return tickets + "/" + teamID("Staging")
		},
		twin: func(api *emulator.Server) string {
			if rows := api.Held(emulator.MCPIntegrationWorkspaces, home); len(rows) > 0 {
				api.Edit(emulator.MCPIntegrationWorkspaces, rows[0].ID, config{"enabled": true})
			} else {
				api.Add(emulator.MCPIntegrationWorkspaces, home, config{"integration_id": tickets})
			}
			return tickets + "/" + home
		},
		remove: func(api *emulator.Server, id string) {
			api.Edit(emulator.MCPIntegrationWorkspaces, row(api, id), config{"enabled": false})
		},
		importRef: func(_ *emulator.Server, idOrName string) string {
			if strings.Contains(idOrName, "/") {
				return idOrName
			}
			return "Tickets/" + idOrName
		},
		listed: func(_ *emulator.Server, id string) string { return strings.TrimPrefix(id, tickets+"/") },
		owners: map[string]func(*emulator.Server){
			"its integration": func(api *emulator.Server) { api.Drop(emulator.MCPIntegrations, tickets) },
			"its workspace":   func(api *emulator.Server) { api.DeleteWorkspace(home) },
		},
		data: map[string]reading{
			"one": {
				"portkey_mcp_integration_workspace_access", func(string) config { return laid(of, config{"workspace_id": home}) }, listed,
			},
			"many": {"portkey_mcp_integration_workspaces", func(string) config { return of }, listed},
		},
		list: of,
	}
}
