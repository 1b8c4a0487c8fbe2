package apikey

import (
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The documented scopes, by the kinds of keys that can have them. Portkey adds scopes
// with its releases, so these feed warnings only.
var (
	organisationScopes = scopesOf(
		"organisation_users.{create,read,update,delete,list} organisation_service_api_keys.{create,read,update,delete,list,rotate} "+
			"organisation_settings.{read,update} organisation_guardrails.{create,read,update,delete,list} organisation_exclusions.{update,list} "+
			"audit_logs.{list} plugins.{create,update,list} deployments.{create,read,update,delete,list} "+
			"secret_references.{create,read,update,delete,list} workspaces.{create,delete} organisations.{read}",
		"organisation_integrations organisation_mcp_integrations organisation_agent_integrations", ".{create,read,update,delete}")
	sharedScopes = scopesOf(
		"workspaces.{read,update,list} prompts.{create,read,update,delete,list,publish} "+
			"virtual_keys.{create,read,update,delete,list,duplicate,copy} analytics.{view} logs.{export,list,view} "+
			"organisation_integrations.{list} organisation_mcp_integrations.{list} organisation_agent_integrations.{list}",
		"workspace_users configs guardrails providers policies workspace_integrations workspace_mcp_integrations workspace_agent_integrations "+
			"agent_servers mcp_servers agent_server_skills agent_integration_skills agent_server_user_access", ".{create,read,update,delete,list}")
	// keyScopes are for the keys of services: a user's key can't manage keys.
	keyScopes       = scopesOf("", "workspace_service_api_keys workspace_user_api_keys", ".{create,read,update,delete,list,rotate}")
	workspaceScopes = scopesOf("completions.{write} prompts.{render} guardrails.{invoke} mcp.{invoke} agents.{invoke} logs.{write}", "", "")

	knownScopes = slices.Concat(organisationScopes, sharedScopes, keyScopes, workspaceScopes)
)

// scopesOf spells scopes out: "a.{b,c}" is a.b and a.c. What is in more has the verbs.
func scopesOf(groups, more, verbs string) []string {
	all := strings.Fields(groups)
	for _, noun := range strings.Fields(more) {
		all = append(all, noun+verbs)
	}
	var scopes []string
	for _, group := range all {
		noun, list, _ := strings.Cut(strings.TrimSuffix(group, "}"), ".{")
		for verb := range strings.SplitSeq(list, ",") {
			scopes = append(scopes, noun+"."+verb)
		}
	}
	return scopes
}

// scopeProblem is what is wrong with a scope of a key, by all that is documented; "" if
// nothing is. kind is "" where it is not known.
func scopeProblem(scope, kind string) string {
	has := func(scopes []string) bool { return slices.Contains(scopes, scope) }
	switch {
	case !has(knownScopes):
		if meant, misspelt := tfkit.Meant(scope, knownScopes); misspelt {
			return "which this version of the provider does not know. Did you mean \"" + meant + "\"?"
		}
		return "which this version of the provider does not know. It is sent to Portkey as it is."
	case kind == "" || has(sharedScopes):
	case has(keyScopes) && kind == portkey.WorkspaceUser:
		return "which has no effect with the key of a user: only keys of services can manage API keys. Use type = \"workspace-service\", or remove the scope."
	case has(organisationScopes) && kind != portkey.OrganisationService:
		return "which is for the keys of an organisation only. Use type = \"organisation-service\", or remove the scope."
	case has(workspaceScopes) && kind == portkey.OrganisationService:
		return "which is for the keys of workspaces only: the key of an organisation sends no requests to AI models. Use type = \"workspace-service\", or remove the scope."
	}
	return ""
}
