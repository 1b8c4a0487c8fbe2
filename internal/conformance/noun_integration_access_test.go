package conformance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func integrationAccessNoun() noun {
	const path = "/integrations/openai/workspaces"
	listed := target{http.MethodGet, path, 0, false}
	of := config{"integration_id": "openai"}
	edits := limitEdits()
	edits["rate_limits.type"] = conflict{ // there is one rate at most
		ours:   edits["rate_limits.type"].ours,
		theirs: config{"rate_limits": []config{{"type": "tokens", "unit": "rpm", "value": 1}}},
	}
	return noun{
		directory: "integrationaccess",
		row:       true,
		object:    emulator.IntegrationWorkspaces,
		path:      path,
		rights:    "organisation_integrations.update",
		name:      "workspace_id",
		spell:     teamID,
		config:    laid(of, config{"workspace_id": home}),
		full: laid(of, config{
			"workspace_id": home,
			"usage_limits": []config{{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 600}},
		}),
		edited: config{
			"usage_limits": []config{{"type": "cost", "credit_limit": 200, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 900}},
		},
		edits:    edits,
		fixed:    []string{"integration_id"},
		fromList: true, wholeItems: true,
		around: func(api *emulator.Server) {
			api.Add(emulator.Integrations, "", config{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
			for _, name := range teams[1:] {
				api.AddWorkspace(config{"id": teamID(name), "name": name})
			}
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.IntegrationWorkspaces) {
				if !one.Archived {
					ids = append(ids, "openai/"+one.WorkspaceID)
				}
			}
			return ids
		},
		add: func(api *emulator.Server) string {
			api.Add(emulator.IntegrationWorkspaces, teamID("Staging"), of)
			return "openai/" + teamID("Staging")
		},
		twin: func(api *emulator.Server) string {
			id := "openai/" + home
			if rows := api.Held(emulator.IntegrationWorkspaces, home); len(rows) > 0 {
				api.Edit(emulator.IntegrationWorkspaces, rows[0].ID, config{"enabled": true})
				return id
			}
			api.Add(emulator.IntegrationWorkspaces, home, of)
			return id
		},
		edit: func(api *emulator.Server, id string, attributes config) {
			api.Edit(emulator.IntegrationWorkspaces, accessRow(api, emulator.IntegrationWorkspaces, id), attributes)
		},
		remove: func(api *emulator.Server, id string) {
			api.Edit(emulator.IntegrationWorkspaces, accessRow(api, emulator.IntegrationWorkspaces, id), config{"enabled": false})
		},
		importRef: func(_ *emulator.Server, idOrName string) string {
			if strings.Contains(idOrName, "/") {
				return idOrName
			}
			return "OpenAI/" + idOrName
		},
		listed: func(api *emulator.Server, id string) string {
			_, workspace, _ := strings.Cut(id, "/")
			at, _ := api.Workspace(workspace)
			return at.Slug
		},
		owners: map[string]func(*emulator.Server){
			"its integration": func(api *emulator.Server) { api.Drop(emulator.Integrations, "openai") },
			"its workspace":   func(api *emulator.Server) { api.DeleteWorkspace(home) },
		},
		data: map[string]reading{
			"one":  {"portkey_integration_workspace_access", func(string) config { return laid(of, config{"workspace_id": home}) }, listed},
			"many": {"portkey_integration_workspaces", func(string) config { return of }, listed},
		},
		list: of,
	}
}

// teams are the names of workspaces, of which the first is home.
var teams = []string{"Production", "Production 0", "Production 1", "Production 2", "Production 3", "Staging"}

// teamID is the ID of the workspace of a team.
func teamID(name string) string {
	if place := slices.Index(teams, name); place > 0 {
		return fmt.Sprintf("0b7a3c5e-2f41-4d8a-9c66-%012d", place)
	}
	return home
}

// accessRow is what the emulator calls the row of an ID.
func accessRow(api *emulator.Server, rows emulator.Noun, id string) string {
	_, workspace, _ := strings.Cut(id, "/")
	for _, one := range api.Held(rows, workspace) {
		return one.ID
	}
	panic("there is no row " + id)
}
