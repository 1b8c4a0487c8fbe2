package harness

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// vendorModels are the types about models, and API keys, as the vendor's provider has
// them. Write-only arguments are missing: not every CLI of the tests takes them.
func vendorModels() map[string]map[string]schema.Attribute {
	text, computed := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	either, secret := schema.StringAttribute{Optional: true, Computed: true}, schema.StringAttribute{Optional: true, Sensitive: true}
	number, boolean := schema.Int64Attribute{Optional: true}, schema.BoolAttribute{Optional: true, Computed: true}
	texts := schema.MapAttribute{Optional: true, ElementType: types.StringType}
	object := func(fields map[string]schema.Attribute) schema.Attribute {
		return schema.SingleNestedAttribute{Optional: true, Attributes: fields}
	}
	usage := map[string]schema.Attribute{"type": text, "credit_limit": number, "alert_threshold": number, "periodic_reset": text}
	list := func(fields map[string]schema.Attribute) schema.Attribute {
		return schema.ListNestedAttribute{Optional: true, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: fields}}
	}
	rates := list(map[string]schema.Attribute{"type": text, "unit": text, "value": number})
	price := schema.Float64Attribute{Optional: true}
	return map[string]map[string]schema.Attribute{
		"portkey_secret_reference": {
			"name": text, "slug": either, "manager_type": text, "secret_path": text, "secret_key": text, "description": text, "tags": texts,
			"allow_all_workspaces": boolean, "allowed_workspaces": schema.SetAttribute{Optional: true, ElementType: types.StringType},
			"auth_version":        number,
			"aws_access_key_auth": object(map[string]schema.Attribute{"aws_access_key_id": secret, "aws_secret_access_key": secret, "aws_region": text}),
			"vault_approle_auth": object(map[string]schema.Attribute{
				"vault_addr": text, "vault_role_id": text, "vault_secret_id": secret, "vault_namespace": text,
			}),
			"status": computed, "created_by": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_integration": {
			"name": text, "slug": either, "ai_provider_id": text, "workspace_id": either, "description": text, "key": secret, "key_version": number,
			"configurations": secret, "allow_all_models": boolean,
			"secret_mappings": schema.SetNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
				Attributes: map[string]schema.Attribute{"target_field": text, "secret_reference_id": text, "secret_key": text},
			}},
			"type": computed, "status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_integration_workspace_access": {
			"integration_id": text, "workspace_id": text, "enabled": boolean, "usage_limits": list(usage), "rate_limits": rates,
		},
		"portkey_mcp_integration": {
			"name": text, "url": text, "auth_type": text, "transport": text, "slug": either, "workspace_id": either, "description": text,
			"configurations": secret, "type": computed, "status": computed, "owner_id": computed, "created_at": computed, "last_updated_at": computed,
		},
		"portkey_mcp_integration_workspace_access": {"mcp_integration_id": text, "workspace_id": text, "enabled": boolean},
		"portkey_mcp_integration_capabilities": {
			"mcp_integration_id": text, "capabilities": list(map[string]schema.Attribute{"type": text, "name": text, "enabled": schema.BoolAttribute{Optional: true}}),
		},
		"portkey_integration_model_access": {
			"integration_id": text, "model_slug": text, "enabled": boolean, "is_custom": boolean, "is_finetune": boolean, "base_model_slug": either,
			"pricing_config": object(map[string]schema.Attribute{
				"type": text, "pay_as_you_go": object(map[string]schema.Attribute{"request_token_price": price, "response_token_price": price}),
			}),
		},
		"portkey_usage_limits_policy": {
			"name": text, "workspace_id": text, "type": text, "conditions": text, "group_by": text, "credit_limit": price, "alert_threshold": price,
			"periodic_reset": text, "periodic_reset_days": number, "status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_rate_limits_policy": {
			"name": text, "workspace_id": text, "type": text, "conditions": text, "group_by": text, "unit": text, "value": price,
			"status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_provider": {
			"name": text, "slug": either, "workspace_id": text, "integration_id": text, "note": text,
			"ai_provider_id": computed, "status": computed, "created_at": computed,
		},
		"portkey_api_key": {
			"name": text, "type": text, "sub_type": text, "workspace_id": text, "description": text, "metadata": texts, "config_id": either,
			"allow_config_override": boolean, "reset_usage": schema.BoolAttribute{Optional: true},
			"scopes": schema.ListAttribute{Optional: true, ElementType: types.StringType}, "alert_emails": schema.ListAttribute{Optional: true, ElementType: types.StringType},
			"usage_limits": object(usage), "rate_limits": rates,
			"key": schema.StringAttribute{Computed: true, Sensitive: true}, "organisation_id": computed, "status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_agent": {"name": text, "workspace_id": text, "mcp_integration_id": text}, // which this provider lacks
	}
}

// ofModels puts an object of these types into the API, and returns what the state has of
// it in addition to what is planned.
func (r *vendorResource) ofModels(planned map[string]any) map[string]any {
	switch r.name {
	case "portkey_secret_reference":
		return r.secretReference(planned)
	case "portkey_integration":
		return r.integration(planned)
	case "portkey_integration_workspace_access", "portkey_integration_model_access":
		return r.access(planned)
	case "portkey_mcp_integration":
		return r.mcpIntegration(planned)
	case "portkey_mcp_integration_workspace_access":
		return r.mcpAccess(planned)
	case "portkey_mcp_integration_capabilities":
		return r.mcpCapabilities(planned)
	case "portkey_provider":
		home, _ := planned["workspace_id"].(string)
		r.api.Add(emulator.Providers, home, given(planned, "name", "slug", "integration_id", "note"))
		made := r.last(emulator.Providers)
		return map[string]any{"id": made.ID, "slug": made.Slug, "ai_provider_id": "openai", "status": "active", "created_at": seconds(made)}
	case "portkey_api_key":
		return r.key(planned)
	case "portkey_usage_limits_policy":
		return r.policy(emulator.UsagePolicies, planned)
	case "portkey_rate_limits_policy":
		return r.policy(emulator.RatePolicies, planned)
	}
	return map[string]any{"id": "an-mcp-server"}
}

func (r *vendorResource) secretReference(planned map[string]any) map[string]any {
	fields := given(planned, "name", "slug", "manager_type", "secret_path", "secret_key", "description", "tags", "allow_all_workspaces", "allowed_workspaces")
	auth := map[string]any{}
	for name, mode := range map[string][2]string{"aws_access_key_auth": {"aws_auth_type", "accessKey"}, "vault_approle_auth": {"vault_auth_type", "approle"}} {
		if sent, is := planned[name].(map[string]any); is {
			maps.Copy(auth, given(sent, slices.Collect(maps.Keys(sent))...))
			auth[mode[0]] = mode[1]
		}
	}
	fields["auth_config"] = auth
	r.api.Add(emulator.SecretReferences, "", fields)
	made := r.last(emulator.SecretReferences)
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "status": "ACTIVE", "allow_all_workspaces": planned["allow_all_workspaces"] != false,
		"created_by": made.Fields["created_by"], "created_at": seconds(made), "updated_at": seconds(made),
	}
}

func (r *vendorResource) integration(planned map[string]any) map[string]any {
	fields := given(planned, "name", "slug", "ai_provider_id", "description", "key")
	fields["create_default_provider"] = false
	if text, is := planned["configurations"].(string); is {
		fields["configurations"] = json.RawMessage(text)
	}
	if mappings, are := planned["secret_mappings"].([]any); are {
		fields["secret_mappings"] = withoutNulls(mappings)
	}
	home, _ := planned["workspace_id"].(string)
	r.api.Add(emulator.Integrations, home, fields)
	made := r.last(emulator.Integrations)
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "type": made.Fields["type"], "status": "active", "workspace_id": planned["workspace_id"],
		"allow_all_models": planned["allow_all_models"] != false, "created_at": seconds(made), "updated_at": noTime,
	}
}

// access puts a row of an integration into the API: a workspace or a model.
func (r *vendorResource) access(planned map[string]any) map[string]any {
	integration, _ := planned["integration_id"].(string)
	if home, is := planned["workspace_id"].(string); is {
		fields := given(planned, "integration_id")
		for _, name := range []string{"usage_limits", "rate_limits"} {
			if limits, are := planned[name].([]any); are && len(limits) > 0 {
				fields[name] = withoutNulls(limits)
			}
		}
		r.api.Add(emulator.IntegrationWorkspaces, home, fields)
		return map[string]any{"id": integration + "/" + home, "enabled": true}
	}
	slug, _ := planned["model_slug"].(string)
	fields := given(planned, "integration_id", "is_custom", "is_finetune", "base_model_slug")
	fields["name"] = slug
	if config, is := planned["pricing_config"].(map[string]any); is {
		prices := map[string]any{}
		amounts, _ := config["pay_as_you_go"].(map[string]any)
		for name, amount := range given(amounts, slices.Collect(maps.Keys(amounts))...) {
			prices[strings.TrimSuffix(name, "_price")] = map[string]any{"price": amount}
		}
		fields["pricing_config"] = map[string]any{"type": config["type"], "pay_as_you_go": prices}
	}
	r.api.Add(emulator.IntegrationModels, "", fields)
	return map[string]any{
		"id": integration + "/" + slug, "enabled": true,
		"is_custom": planned["is_custom"] == true, "is_finetune": planned["is_finetune"] == true, "base_model_slug": planned["base_model_slug"],
	}
}

func (r *vendorResource) key(planned map[string]any) map[string]any {
	fields := given(planned, "name", "description", "scopes", "alert_emails")
	fields["type"] = strings.Join([]string{planned["type"].(string), planned["sub_type"].(string)}, "-") //nolint:forcetypeassert // both are required
	if metadata, is := planned["metadata"]; is && metadata != nil {
		fields["defaults"] = map[string]any{"metadata": metadata}
	}
	if limit, is := planned["usage_limits"].(map[string]any); is {
		fields["usage_limits"] = withoutNulls([]any{limit})[0]
	}
	if limits, are := planned["rate_limits"].([]any); are && len(limits) > 0 {
		fields["rate_limits"] = withoutNulls(limits)
	}
	home, _ := planned["workspace_id"].(string)
	r.api.Add(emulator.APIKeys, home, fields)
	made := r.last(emulator.APIKeys)
	return map[string]any{
		"id": made.ID, "key": r.api.LiveSecrets(made.ID)[0], "organisation_id": made.OrganisationID, "status": "active",
		"allow_config_override": true, "created_at": seconds(made), "updated_at": seconds(made),
	}
}

// given are the fields that are not null.
func given(planned map[string]any, names ...string) map[string]any {
	fields := map[string]any{}
	for _, name := range names {
		if value := planned[name]; value != nil {
			fields[name] = value
		}
	}
	return fields
}

// last is the object of a noun that was created last.
func (r *vendorResource) last(noun emulator.Noun) emulator.Object {
	all := r.api.All(noun)
	return all[len(all)-1]
}

// seconds is when an object was created, as the vendor's provider writes it.
func seconds(made emulator.Object) string { return made.CreatedAt.Format(time.RFC3339) }
