package conformance

import (
	"net/http"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// atHome is the path of the workspace that the parts of one belong to.
const atHome = "/admin/workspaces/" + home

const pii = "pg-pii-000001"

// workspaceDefaultsNoun is the defaults of a workspace with one guardrail.
func workspaceDefaultsNoun() noun {
	return noun{
		directory: "workspacedefaults",
		row:       true,
		object:    emulator.Workspaces,
		path:      atHome,
		rights:    "workspaces.update",
		contents:  "input_guardrails",
		config:    config{"workspace_id": home, "input_guardrails": []any{pii}},
		around: func(api *emulator.Server) {
			api.Add(emulator.Guardrails, home, config{"slug": pii})
			api.EditWorkspace(home, config{"defaults": config{"metadata": config{"team": "risk"}}})
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, w := range api.Workspaces() {
				if w.Defaults["input_guardrails"] != nil {
					ids = append(ids, w.ID)
				}
			}
			return ids
		},
		remove: func(api *emulator.Server, id string) {
			api.EditWorkspace(id, config{"defaults": config{"metadata": config{"team": "risk"}}})
		},
		owners:  ofHome(),
		belongs: belongsToHome,
	}
}

// securitySettingsNoun is the settings of a workspace, of which one is managed.
func securitySettingsNoun() noun {
	return noun{
		directory: "securitysettings",
		row:       true,
		forgets:   true,
		object:    emulator.Workspaces,
		path:      atHome,
		rights:    "workspaces.update",
		contents:  "settings",
		config:    config{"workspace_id": home, "settings": config{"members_view_logs": false}},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.Workspaces) {
				if settings, _ := one.Fields["security_settings"].(map[string]any); settings["membersViewLogs"] == false {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		remove: func(api *emulator.Server, id string) {
			api.EditWorkspace(id, config{"security_settings": config{"membersViewLogs": true}})
		},
		owners:  ofHome(),
		belongs: belongsToHome,
	}
}

func ofHome() map[string]func(*emulator.Server) {
	return map[string]func(*emulator.Server){"its workspace": func(api *emulator.Server) { api.DeleteWorkspace(home) }}
}

func belongsToHome(api *emulator.Server) (attribute string, spelled, another any) {
	at, _ := api.Workspace(home)
	return "workspace_id", at.Slug, api.AddWorkspace(config{"name": "Another"}).ID
}

// organisationDefaultsNoun is the defaults of the organisation, which has them once.
func organisationDefaultsNoun() noun {
	return noun{
		directory: "organisationdefaults",
		row:       true,
		unread:    true,
		object:    emulator.OrganisationDefaults,
		path:      "/v2/admin/organisation/defaults",
		rights:    "organisation_settings.update",
		contents:  "input_guardrails",
		config:    config{"input_guardrails": []any{pii}},
		around:    func(api *emulator.Server) { api.Add(emulator.Guardrails, "", config{"slug": pii}) },
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(emulator.OrganisationDefaults) {
				if list, _ := one.Fields["input_guardrails"].([]any); len(list) > 0 {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		remove: func(api *emulator.Server, _ string) {
			api.Edit(emulator.OrganisationDefaults, api.OrganisationID(), config{"input_guardrails": nil})
		},
	}
}

// exclusionNoun is an exclusion from the guardrails of requests.
func exclusionNoun() noun {
	const path = "/workspace-exclusions/input-guardrails"
	many := func(direction string) reading {
		return reading{
			"portkey_guardrail_exclusions", func(string) config { return config{"direction": direction} },
			target{http.MethodGet, "/workspace-exclusions/" + direction + "-guardrails", 0, false},
		}
	}
	of := config{"direction": "input"}
	return noun{
		directory: "guardrailexclusion",
		row:       true,
		immutable: true,
		object:    emulator.GuardrailExclusions,
		path:      path,
		rights:    "organisation_exclusions.update",
		name:      "workspace_id",
		spell:     teamID,
		config:    laid(of, config{"workspace_id": home}),
		fixed:     []string{"direction"},
		fromList:  true, wholeItems: true,
		around: func(api *emulator.Server) {
			for _, name := range teams[1:] {
				api.AddWorkspace(config{"id": teamID(name), "name": name})
			}
		},
		add: func(api *emulator.Server) string {
			api.Add(emulator.GuardrailExclusions, teamID("Staging"), of)
			return "input/" + teamID("Staging")
		},
		twin: func(api *emulator.Server) string {
			api.Add(emulator.GuardrailExclusions, home, of)
			return "input/" + home
		},
		apart:  func(api *emulator.Server) string { return "?organisation_id=" + api.OrganisationID() },
		listed: func(_ *emulator.Server, id string) string { return strings.TrimPrefix(id, "input/") },
		importRef: func(_ *emulator.Server, idOrName string) string {
			if idOrName == home {
				return "input/" + home
			}
			return idOrName
		},
		owners: ofHome(),
		data:   map[string]reading{"many": many("input"), "many of responses": many("output")},
	}
}
