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
	// provider has null for them, so [] or "" would be a change in the first plan. dropped
	// are those that are read-only here.
	unset, dropped []string
	// moved are keys of the objects in an argument that are in another argument here, which
	// users move themselves.
	moved map[string]map[string]string
	// isBare marks objects whose attribute, which is inside an object here, can be null.
	isBare bool
	// lists are the lists of objects that some write as blocks.
	lists []string
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
	dropped: []string{"is_default"},
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
	dropped: []string{"allow_all_workspaces"},
}

var integration = &noun{
	renamed: map[string][]string{"key_version": {"key_wo_version"}, "updated_at": {"last_updated_at"}},
	kept: setOf("id", "slug", "name", "ai_provider_id", "workspace_id", "description", "key", "key_wo", "configurations", "secret_mappings",
		"allow_all_models", "type", "status", "created_at", "key_wo_version", "last_updated_at"),
	unset:   []string{"description", "configurations", "secret_mappings", "key"},
	dropped: []string{"allow_all_models"},
	moved: map[string]map[string]string{"configurations": {
		"aws_secret_access_key": "secret_configurations", "azure_entra_client_secret": "secret_configurations",
		"vertex_service_account_json": "secret_configurations", "custom_headers": "secret_configurations",
	}},
}

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
	"portkey_config": config, "portkey_configs": config,
	"portkey_integration": integration, "portkey_integrations": integration,
	"portkey_secret_reference": secretReference, "portkey_secret_references": secretReference,
	"portkey_user_invite": invite,
	"portkey_workspace":   workspace, "portkey_workspaces": workspace,
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
	server := providerserver.NewProtocol6(provider.New("convert")())()
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
