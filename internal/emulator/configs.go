package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// configs: the shape of answers is recorded, those to POST and PUT are seen on
// newer back ends, as are the id in the path and the 404 after a delete. The list
// is seen to ignore pages. is_default is dropped silently (vendor's changelog).
func configs() *table {
	t := &table{
		noun: Configs, path: "configs", scopes: []string{"configs"},
		slug: "pc", length: 6, byID: true, bySlug: true, newerID: true, inside: true, showsHome: true,
		page: 50, most: 100, unpaged: true, absent: notFound,
		fields: map[string]field{
			"name":         {check: isText, required: true},
			"config":       {check: objectOf(configKeys()...), required: true, verbatim: true},
			"workspace_id": {check: isText, fixed: true},
			"is_default":   {ignored: true},
			"isDefault":    {ignored: true},
		},
		fresh: map[string]any{
			"config": "{}", "format": "json", "type": "ORG_CONFIG",
			"is_default": 0.0, "owner_id": administrator, "updated_by": administrator,
		},
		detail:  []string{"config", "format", "type", "version_id", "version_created_at", "version_owner_id"},
		created: []string{"id", "version_id", "slug", "object"},
		updated: []string{"version_id", "object"},
		write:   versionConfig,
		refuse:  refuseBoundConfig,
	}
	t.routes = []route{{http.MethodGet, "configs/*/versions", t.versions}}
	return t
}

// administrator is the id of the user whose keys are used: there is one.
const administrator = "2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10"

// configKeys are the keys of a config and of its targets: those of the published
// schema, which takes no others, of the open gateway and of release notes.
func configKeys() []string {
	//nolint:misspell // the API's own spelling
	return strings.Fields(`
		strategy targets name id weight metadata provider api_key virtual_key prompt_id override_params custom_host
		forward_headers retry cache request_timeout on_status_codes cb_config strict_open_ai_compliance passthrough
		default_params drop_params fetch_integrated_models input_guardrails output_guardrails default_input_guardrails
		default_output_guardrails before_request_hooks after_request_hooks resource_name deployment_id deployments
		api_version ad_auth openai_project openai_organization anthropic_beta anthropic_version
		huggingface_base_url workers_ai_account_id mistral_fim_completion
		aws_access_key_id aws_secret_access_key aws_session_token aws_region aws_auth_type aws_role_arn aws_external_id
		vertex_project_id vertex_region vertex_service_account_json
		azure_resource_name azure_deployment_id azure_deployment_name azure_deployment_type azure_endpoint_name
		azure_api_version azure_model_name azure_region azure_auth_mode azure_ad_token azure_managed_client_id
		azure_entra_client_id azure_entra_client_secret azure_entra_tenant_id azure_entra_scope`)
}

// versionConfig creates a version of each config that is written, equal or not; a
// write of the name alone creates none. Both are assumed.
func versionConfig(s *Server, o *Object, body map[string]any, _ by) error {
	if _, sent := body["config"]; sent || o.Fields["version_id"] == nil {
		o.Fields["version_id"], o.Fields["version_created_at"] = s.uuid(), o.LastUpdatedAt
		o.Fields["version_owner_id"] = administrator
	}
	return nil
}

// versions lists the versions of a config, newest first (assumed): the config as
// it is, with what is a version's own (documented).
func (t *table) versions(c *call) (any, error) {
	if err := c.admit(t, "read"); err != nil {
		return nil, err
	}
	h, config, err := c.find(t, "read")
	if err != nil {
		return nil, err
	}
	data := []any{}
	seen := map[any]bool{}
	for _, one := range slices.Backward(h.until(c.asOf)) {
		id := one.object.Fields["version_id"]
		if seen[id] {
			continue
		}
		seen[id] = true
		row := *config
		row.Fields = clone(config.Fields)
		for _, name := range t.detail {
			row.Fields[name] = one.object.Fields[name]
		}
		data = append(data, c.answerOf(t, &row, single))
	}
	return map[string]any{"object": "list", "total": len(data), "data": data}, nil
}

// refuseBoundConfig refuses the deletion of a config that an API key is bound to
// (documented), or that is the default of its workspace (by release notes; the
// status is assumed).
func refuseBoundConfig(c *call, config *Object) error {
	for _, h := range c.stores[APIKeys].all {
		if key := h.latest(); key != nil && config.is(key.object("defaults")["config_id"]) {
			return conflict("Unable to delete. The config is in use by an API key")
		}
	}
	if _, w := c.stores[Workspaces].find(config.WorkspaceID); w != nil {
		defaults := w.object("defaults")
		if config.is(defaults["user_api_key_config"]) || config.is(defaults["config_id"]) {
			return conflict("Unable to delete. The config is the default of its workspace")
		}
	}
	return nil
}
