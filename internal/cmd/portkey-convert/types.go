package main

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// noun is a type, and its data sources, with attributes that have other names in the
// vendor's provider.
type noun struct {
	// renamed are the attributes that have other names here.
	renamed map[string][]string
	// inside are the attributes of the objects in an argument that have other names here.
	inside map[string]map[string]string
	// kept are the other attributes, of either provider: their values are not objects of
	// the noun.
	kept map[string]bool
	// unset are the arguments that are omitted if they are empty: the state of the vendor's
	// provider has null for them, so [] or "" would be a change in the first plan.
	unset []string
	// dropped are the arguments that are read-only or belong to another type here.
	dropped map[string]dropped
	// secret are the keys of the object in an argument that are in another argument here.
	secret map[string]secrets
	// isBare marks objects whose attribute, which is inside an object here, can be null.
	isBare bool
	// lists are the lists of objects that some write as blocks.
	lists []string
}

// dropped says what to do about an argument that this provider lacks, unless it has the
// value that needs nothing. Without a note there is nothing to do.
type dropped struct{ note, unless string }

// secrets are the keys of an object that are in a map of texts here, the argument to.
type secrets struct {
	to   string
	keys []string
}

var workspace = &noun{
	renamed: map[string][]string{"metadata": {"defaults", "metadata"}, "updated_at": {"last_updated_at"}},
	kept: setOf("id", "slug", "name", "icon", "description", "defaults", "usage_limits", "rate_limits",
		"created_at", "last_updated_at", "force_delete"),
	unset: []string{"description", "icon", "metadata", "usage_limits", "rate_limits"},
	lists: []string{"usage_limits", "rate_limits"},
}

var config = &noun{
	renamed: map[string][]string{"updated_at": {"last_updated_at"}},
	kept:    setOf("id", "slug", "name", "config", "workspace_id", "version_id", "status", "is_default", "created_at", "last_updated_at"),
	dropped: map[string]dropped{"is_default": {}},
}

var guardrail = &noun{
	renamed: map[string][]string{"updated_at": {"last_updated_at"}},
	kept: setOf("id", "slug", "name", "scope", "workspace_id", "target", "checks", "actions", "allow_duplicate_name", "version_id", "status",
		"created_at", "last_updated_at"),
}

var invite = &noun{
	renamed: map[string][]string{"scopes": {"api_key_scopes"}},
	inside:  map[string]map[string]string{"workspaces": {"id": "workspace_id"}},
	kept:    setOf("id", "email", "role", "workspaces", "api_key_scopes", "status", "created_at", "expires_at"),
}

var secretReference = &noun{
	renamed: map[string][]string{
		"aws_access_key_auth": {"aws_access_key"}, "aws_assumed_role_auth": {"aws_assumed_role"}, "aws_service_role_auth": {"aws_service_role"},
		"azure_entra_auth": {"azure_entra"}, "azure_managed_auth": {"azure_managed"},
		"vault_token_auth": {"vault_token"}, "vault_approle_auth": {"vault_approle"}, "vault_kubernetes_auth": {"vault_kubernetes"},
		"auth_version": {"auth_wo_version"}, "updated_at": {"last_updated_at"},
	},
	kept: setOf("id", "slug", "name", "manager_type", "secret_path", "secret_key", "description", "tags", "allowed_workspaces", "allow_all_workspaces",
		"aws_access_key", "aws_assumed_role", "aws_service_role", "azure_entra", "azure_managed", "azure_default", "vault_token", "vault_approle", "vault_kubernetes",
		"auth_wo_version", "status", "created_by", "created_at", "last_updated_at"),
	unset:   []string{"tags"},
	dropped: map[string]dropped{"allow_all_workspaces": {}},
}

var integration = &noun{
	renamed: map[string][]string{"key_version": {"key_wo_version"}, "updated_at": {"last_updated_at"}},
	kept: setOf("id", "slug", "name", "ai_provider_id", "workspace_id", "description", "key", "key_wo", "configurations", "secret_mappings",
		"allow_all_models", "type", "status", "created_at", "key_wo_version", "last_updated_at"),
	unset:   []string{"description", "configurations", "secret_mappings", "key"},
	dropped: map[string]dropped{"allow_all_models": {note: "to manage allow_all_models, use portkey_integration_models: it is removed here, and Portkey keeps its value"}},
	secret: map[string]secrets{"configurations": {"secret_configurations", []string{
		"aws_secret_access_key", "azure_entra_client_secret", "vertex_service_account_json", "custom_headers",
	}}},
}

var workspaceAccess = &noun{
	kept:    setOf("id", "integration_id", "workspace_id", "enabled", "usage_limits", "rate_limits"),
	unset:   []string{"usage_limits", "rate_limits"},
	dropped: enabledAccess,
	lists:   []string{"usage_limits", "rate_limits"},
}

var enabledAccess = map[string]dropped{"enabled": {
	note: "access that exists is enabled here: if enabled is false, remove the block, and its address from the state with terraform state rm", unless: "true",
}}

var mcpIntegration = &noun{
	renamed: map[string][]string{"configurations": {"secret_configurations"}},
	kept: setOf("id", "slug", "name", "url", "auth_type", "transport", "workspace_id", "description", "type", "status", "owner_id",
		"created_at", "last_updated_at"),
	unset: []string{"description", "configurations"},
}

var mcpAccess = &noun{
	kept:    setOf("id", "mcp_integration_id", "workspace_id", "enabled"),
	dropped: enabledAccess,
}

var mcpCapabilities = &noun{kept: setOf("id", "mcp_integration_id", "capabilities")}

var modelAccess = &noun{
	kept: setOf("id", "integration_id", "model_slug", "enabled", "is_custom", "is_finetune", "base_model_slug", "pricing_config"),
}

var modelProvider = &noun{
	renamed: map[string][]string{"ai_provider_id": {"ai_provider_name"}},
	kept:    setOf("id", "slug", "name", "workspace_id", "integration_id", "note", "ai_provider_name", "status", "created_at"),
	unset:   []string{"note"},
}

var prompt = &noun{
	renamed: map[string][]string{
		"virtual_key": {"provider_id"}, "prompt_version": {"version"}, "prompt_version_id": {"version_id"}, "updated_at": {"last_updated_at"},
	},
	kept: setOf("id", "slug", "name", "collection_id", "template", "model", "provider_id", "parameters", "version_description", "version", "version_id",
		"prompt_version_status", "status", "created_at", "last_updated_at"),
	unset: []string{"parameters", "version_description"},
}

var promptCollection = &noun{
	kept:  setOf("id", "slug", "name", "workspace_id", "parent_collection_id", "is_default", "status", "created_at", "last_updated_at"),
	unset: []string{"parent_collection_id"},
}

var promptPartial = &noun{
	renamed: map[string][]string{"prompt_partial_version_id": {"version_id"}, "updated_at": {"last_updated_at"}},
	kept: setOf("id", "slug", "name", "workspace_id", "content", "version_description", "version", "version_id", "status", "created_at",
		"last_updated_at"),
	unset: []string{"version_description"},
}

var apiKey = &noun{
	renamed: map[string][]string{
		"metadata": {"defaults", "metadata"}, "config_id": {"defaults", "config_id"}, "allow_config_override": {"defaults", "allow_config_override"},
		"updated_at": {"last_updated_at"},
	},
	kept: setOf("id", "key", "name", "description", "type", "sub_type", "workspace_id", "user_id", "organisation_id", "scopes", "defaults", "usage_limits", "rate_limits",
		"alert_emails", "expires_at", "rotation_policy", "rotate_trigger", "rotate_transition_period_ms", "key_transition_expires_at", "status", "created_at",
		"last_reset_at", "last_updated_at"),
	unset: []string{"description", "alert_emails", "rate_limits"},
	dropped: map[string]dropped{"reset_usage": {
		note: "to reset the usage once, change reset_usage_trigger: reset_usage is removed here", unless: "false",
	}},
	lists: []string{"usage_limits", "rate_limits"},
}

var usagePolicy = &noun{
	renamed: map[string][]string{"updated_at": {"last_updated_at"}},
	kept: setOf("id", "name", "workspace_id", "type", "conditions", "group_by", "credit_limit", "alert_threshold", "periodic_reset", "periodic_reset_days",
		"next_usage_reset_at", "status", "created_at", "last_updated_at"),
	unset: []string{"periodic_reset"},
}

var ratePolicy = &noun{
	renamed: map[string][]string{"updated_at": {"last_updated_at"}},
	kept:    setOf("id", "name", "workspace_id", "type", "conditions", "group_by", "unit", "value", "status", "created_at", "last_updated_at"),
}

// securitySettings are those that the vendor's provider has an argument for each.
var securitySettings = func() *noun {
	is := &noun{renamed: map[string][]string{}, kept: setOf("id", "workspace_id", "settings")}
	for _, name := range []string{
		"members_view_logs", "managers_update_ws", "managers_view_logs", "members_view_all_data", "members_view_api_keys", "members_view_configs",
		"members_view_prompts", "managers_view_all_data", "managers_view_api_keys", "managers_view_configs", "managers_view_prompts",
		"members_write_api_keys", "members_write_configs", "members_write_prompts", "managers_write_api_keys", "managers_write_configs",
		"managers_write_prompts", "managers_write_ws_users", "members_view_analytics", "managers_view_analytics", "members_view_guardrails",
		"managers_view_guardrails", "members_view_log_metadata", "members_view_virtual_keys", "members_write_guardrails",
		"managers_view_log_metadata", "managers_view_virtual_keys", "managers_write_guardrails", "managers_write_mcp_servers",
		"members_write_virtual_keys", "managers_write_virtual_keys", "organisation_admins_view_logs", "managers_write_ws_integrations",
		"managers_write_ws_mcp_integrations", "organisation_admins_view_log_metadata",
	} {
		is.renamed[name] = []string{"settings", name}
	}
	return is
}()

// bareWorkspace is a workspace that can be without metadata.
var bareWorkspace = func() *noun {
	bare := *workspace
	bare.isBare = true
	return &bare
}()

// bare is the noun for objects whose metadata can be null.
func (is *noun) bare() *noun {
	if is == workspace {
		return bareWorkspace
	}
	return is
}

// nouns are those with differences, by type.
var nouns = map[string]*noun{
	"portkey_api_key": apiKey, "portkey_api_keys": apiKey,
	"portkey_config": config, "portkey_configs": config,
	"portkey_guardrail": guardrail, "portkey_guardrails": guardrail,
	"portkey_integration": integration, "portkey_integrations": integration,
	"portkey_integration_model_access": modelAccess, "portkey_integration_workspace_access": workspaceAccess,
	"portkey_mcp_integration": mcpIntegration, "portkey_mcp_integrations": mcpIntegration,
	"portkey_mcp_integration_capabilities": mcpCapabilities, "portkey_mcp_integration_workspace_access": mcpAccess,
	"portkey_prompt": prompt, "portkey_prompts": prompt,
	"portkey_prompt_collection": promptCollection, "portkey_prompt_collections": promptCollection,
	"portkey_prompt_partial": promptPartial, "portkey_prompt_partials": promptPartial,
	"portkey_provider": modelProvider, "portkey_providers": modelProvider,
	"portkey_rate_limits_policy": ratePolicy, "portkey_rate_limits_policies": ratePolicy,
	"portkey_secret_reference": secretReference, "portkey_secret_references": secretReference,
	"portkey_usage_limits_policy": usagePolicy, "portkey_usage_limits_policies": usagePolicy,
	"portkey_user_invite": invite,
	"portkey_workspace":   workspace, "portkey_workspaces": workspace,
	"portkey_workspace_security_settings": securitySettings,
}

func setOf(all ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range all {
		set[name] = true
	}
	return set
}

// ourTypes are the types of this provider, by the kind of block.
func ourTypes(ctx context.Context) (map[string][]string, error) {
	server := providerserver.NewProtocol6(provider.New(version)())()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	return map[string][]string{
		"resource":  slices.Collect(maps.Keys(schemas.ResourceSchemas)),
		"data":      slices.Collect(maps.Keys(schemas.DataSourceSchemas)),
		"ephemeral": slices.Collect(maps.Keys(schemas.EphemeralResourceSchemas)),
	}, nil
}
