package main

import (
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// noun is a resource type, and how its objects are found.
type noun struct {
	kind string
	// per is the type of the objects that each have some of it, "" for the organisation;
	// argument is that of the list resource that takes the ID of such an object.
	per, argument string
	// arguments are others of the list resource.
	arguments map[string]any
	// single is what there is one of in each owner, without a list resource: an import takes
	// the ID of the owner.
	single bool
	// scan finds objects in the results of a data source instead.
	scan *scan
	// file is that of what belongs to no workspace.
	file string
	// names are the attributes that name an object, joined; references among them stand for
	// the names of their objects.
	names []string
	// each is the attribute whose values are the keys of a for_each, with role as its values.
	each string
	// omitted are attributes that conflict with others which say the same.
	omitted []string
	// skip says why an object is not adopted, "" if it is.
	skip func(state map[string]tftypes.Value) string
	// unknown is what Portkey does not return of the objects, for the report.
	unknown string
}

// scan is a data source that lists objects.
type scan struct {
	kind, result, argument string
	// arguments are those of one read each.
	arguments []map[string]any
	// id is what an import of a result takes, "" if it is no object.
	id func(owner string, arguments map[string]any, result map[string]tftypes.Value) string
}

// The types that others refer to.
const (
	workspaces      = "portkey_workspace"
	users           = "portkey_user"
	integrations    = "portkey_integration"
	mcpIntegrations = "portkey_mcp_integration"
	mcpServers      = "portkey_mcp_server"
	secrets         = "portkey_secret_reference"
	providers       = "portkey_provider"
	configs         = "portkey_config"
	guardrails      = "portkey_guardrail"
	prompts         = "portkey_prompt"
	collections     = "portkey_prompt_collection"
	labels          = "portkey_prompt_label"
	members         = "portkey_workspace_member"
)

// The files of what belongs to no workspace.
const (
	organisationFile = "organisation.tf"
	peopleFile       = "people.tf"
	modelsFile       = "models.tf"
	mcpFile          = "mcp.tf"
)

// nouns are in the order of a file.
var nouns = []noun{
	{kind: workspaces, names: []string{"name"}},
	{kind: users, file: peopleFile, each: "email", omitted: []string{"user_id"}, names: []string{"email"}},
	{
		kind: "portkey_user_invite", file: peopleFile, arguments: map[string]any{"status": "pending"}, names: []string{"email"},
		unknown: "`api_key_scopes`, the scopes of the API key that an invite creates",
	},
	{kind: members, per: workspaces, argument: "workspace_id", each: "email", omitted: []string{"user_id"}, names: []string{"email"}, skip: skipLeaders},
	{kind: "portkey_scim_workspace_mapping", names: []string{"scim_group", "role"}, omitted: []string{"scim_group_name"}, skip: skipProvisioned},
	{kind: secrets, file: modelsFile, names: []string{"name"}, unknown: "`allowed_workspaces`, if not all workspaces may use it, and the credentials for the vault"},
	{kind: integrations, file: modelsFile, names: []string{"name"}, unknown: "the key and the other secrets. They stay as they are; to change one, set `key_wo` or `secret_configurations_wo`"},
	{kind: "portkey_integration_models", per: integrations, single: true, file: modelsFile, names: []string{"integration_id"}, skip: skipUnless("allow_all_models", "models")},
	{kind: "portkey_integration_workspace_access", per: integrations, argument: "integration_id", names: []string{"integration_id"}},
	{kind: mcpIntegrations, file: mcpFile, names: []string{"name"}, unknown: "the secrets among the configurations. They stay as they are; to change one, set `secret_configurations_wo`"},
	{kind: "portkey_mcp_integration_capabilities", per: mcpIntegrations, single: true, file: mcpFile, names: []string{"mcp_integration_id"}, skip: skipUnless("capabilities")},
	{kind: "portkey_mcp_integration_workspace_access", per: mcpIntegrations, argument: "mcp_integration_id", names: []string{"mcp_integration_id"}},
	{kind: providers, per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: guardrails, file: organisationFile, names: []string{"name"}},
	{kind: guardrails, per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: configs, file: organisationFile, names: []string{"name"}},
	{kind: "portkey_organisation_defaults", single: true, file: organisationFile, skip: skipUnless("input_guardrails", "output_guardrails")},
	{
		kind: "portkey_guardrail_exclusion", names: []string{"direction"}, scan: &scan{
			kind: "portkey_guardrail_exclusions", result: "workspaces",
			arguments: []map[string]any{{"direction": "input"}, {"direction": "output"}},
			id: func(_ string, arguments map[string]any, result map[string]tftypes.Value) string {
				direction, _ := arguments["direction"].(string)
				return direction + "/" + text(result["workspace_id"])
			},
		},
	},
	{kind: "portkey_workspace_defaults", per: workspaces, single: true, skip: skipUnless("input_guardrails", "output_guardrails", "user_api_key_config_id")},
	{kind: "portkey_workspace_security_settings", per: workspaces, single: true},
	{kind: collections, per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: "portkey_prompt_partial", per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: labels, file: organisationFile, arguments: map[string]any{"scope": "organisation"}, names: []string{"name"}},
	{kind: labels, per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: prompts, names: []string{"name"}},
	{
		kind: "portkey_prompt_label_assignment", per: prompts, names: []string{"prompt_id", "label_id"}, scan: &scan{
			kind: "portkey_prompt_versions", result: "versions", argument: "prompt_id",
			id: func(owner string, _ map[string]any, result map[string]tftypes.Value) string {
				if label := text(result["label_id"]); label != "" {
					return owner + "/" + label
				}
				return ""
			},
		},
	},
	{
		kind: "portkey_api_key", file: organisationFile, names: []string{"name"},
		unknown: "the keys themselves. They stay as they are; `rotate_trigger` creates the next one",
	},
	{kind: "portkey_usage_limits_policy", per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: "portkey_rate_limits_policy", per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: mcpServers, per: workspaces, argument: "workspace_id", names: []string{"name"}},
	{kind: "portkey_mcp_server_capabilities", per: mcpServers, single: true, names: []string{"mcp_server_id"}, skip: skipUnless("capabilities")},
	{kind: "portkey_mcp_server_user_access", per: mcpServers, single: true, names: []string{"mcp_server_id"}, skip: skipOpen},
}

// alternatives are the types that manage what another type manages as well, by that type.
var alternatives = map[string]string{
	"portkey_workspace_members":        members,
	"portkey_integration_model_access": "portkey_integration_models",
}

// nothingSet is why an object is not adopted that nobody has set anything of. It is not
// reported.
const nothingSet = "nothing is set"

// skipUnless skips what has none of these attributes set.
func skipUnless(attributes ...string) func(map[string]tftypes.Value) string {
	return func(state map[string]tftypes.Value) string {
		for _, name := range attributes {
			if isTrue(state[name]) || text(state[name]) != "" || len(elements(state[name])) > 0 || len(object(state[name])) > 0 {
				return ""
			}
		}
		return nothingSet
	}
}

// skipOpen skips an MCP server that all members of its workspace may use.
func skipOpen(state map[string]tftypes.Value) string {
	if len(object(state["users"])) > 0 || text(state["default_access"]) == "deny" {
		return ""
	}
	return nothingSet
}

// skipLeaders skips those whom their role in the organisation makes members of a workspace.
func skipLeaders(state map[string]tftypes.Value) string {
	switch role := text(state["org_role"]); role {
	case "owner", "admin":
		return "owners and admins of the organisation are admins of every workspace"
	default:
		return ""
	}
}

// skipProvisioned skips the mappings that Portkey creates by itself.
func skipProvisioned(state map[string]tftypes.Value) string {
	if portkey.IsProvisionedGroup(text(state["scim_group"])) {
		return "Portkey maps groups with names like `ws-payments-role-admin` by itself"
	}
	return ""
}

// references are the attributes that refer to other objects, by the type of those.
var references = map[string]string{
	"workspace_id":           workspaces,
	"integration_id":         integrations,
	"mcp_integration_id":     mcpIntegrations,
	"mcp_server_id":          mcpServers,
	"secret_reference_id":    secrets,
	"provider_id":            providers,
	"config_id":              configs,
	"user_api_key_config_id": configs,
	"input_guardrails":       guardrails,
	"output_guardrails":      guardrails,
	"prompt_id":              prompts,
	"label_id":               labels,
	"collection_id":          collections,
	"parent_collection_id":   collections,
	"user_id":                users,
	"users":                  users,
}

// documents are the attributes that are JSON.
var documents = map[string]bool{
	"config": true, "configurations": true, "pricing_adjustments": true, "parameters": true, "extra": true,
	"metadata": true, "tools": true, "tool_choice": true, "functions": true, "template": true,
}
