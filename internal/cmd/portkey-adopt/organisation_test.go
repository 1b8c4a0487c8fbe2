package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

type attrs = map[string]any

const provisionedGroup = "ws-search-role-admin"

// Secrets of the organisation, which may be in no file.
const (
	integrationSecret = "sk-of-an-integration-0001"
	vaultSecret       = "AKIA-of-a-vault-0002"
	headerSecret      = "Bearer of-an-mcp-server-0003"
	configSecret      = "sk-in-a-config-0004"
	guardrailSecret   = "key-in-a-guardrail-0005"
)

// populate adds what the organisation itself has, and teams with everything that a team has.
func populate(t *testing.T, api *emulator.Server, teams int) {
	t.Helper()
	for _, name := range []string{"Grace Hopper", "Alan Turing", "Joan Clarke"} {
		api.Add(emulator.Users, "", attrs{"email": identifier(name) + "@example.com", "role": "member"})
	}
	api.Add(emulator.Users, "", attrs{"email": "annie.easley@example.com", "role": "admin"})
	api.Add(emulator.SCIMGroups, "", attrs{"name": "Engineers"})
	api.Add(emulator.SecretReferences, "", attrs{
		"name": "OpenAI", "slug": "openai-vault", "manager_type": "aws_sm", "secret_path": "portkey/openai", "tags": attrs{"owner": "platform"},
		"auth_config": attrs{"aws_auth_type": "accessKey", "aws_region": "eu-west-1", "aws_access_key_id": vaultSecret, "aws_secret_access_key": vaultSecret},
	})
	api.Add(emulator.SecretReferences, "", attrs{"name": "Tickets", "slug": "tickets-vault"})
	api.Add(emulator.SecretReferences, "", attrs{
		"name": "Assumed role", "slug": "assumed", "manager_type": "aws_sm", "secret_path": "portkey/anthropic",
		"auth_config": attrs{"aws_auth_type": "assumedRole", "aws_region": "eu-west-1", "aws_role_arn": "arn:aws:iam::123456789012:role/portkey"},
	})
	api.Add(emulator.Integrations, "", attrs{
		"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": integrationSecret, "description": "The contract of the company", "allow_all_models": false,
	})
	api.Add(emulator.IntegrationModels, "", attrs{"name": "gpt-4o", "integration_id": "openai"})
	api.Add(emulator.IntegrationModels, "", attrs{"name": "support-tuned", "integration_id": "openai", "is_custom": true, "base_model_slug": "gpt-4o"})
	api.Add(emulator.MCPIntegrations, "", attrs{
		"name": "Tickets", "slug": "tickets", "url": "https://mcp.example.com/mcp", "auth_type": "headers", "transport": "http",
		"configurations": attrs{"custom_headers": attrs{"Authorization": headerSecret}, "forward_headers": []any{"x-team"}},
	})
	api.Add(emulator.Guardrails, "", attrs{
		"name": "No secrets", "checks": []any{attrs{"id": "default.contains", "parameters": attrs{"operator": "none", "words": []any{"password"}}}},
		"actions": attrs{"deny": true, "async": false},
	})
	api.Add(emulator.Labels, "", attrs{"name": "reviewed"})
	api.Add(emulator.APIKeys, "", attrs{"name": "Nightly export", "scopes": []any{"logs.list", "logs.view"}})
	for i := range teams {
		addTeam(t, api, i)
	}
}

// addRest adds what only some organisations or workspaces have: guardrails of every request, a
// workspace that they do not apply to, other security settings of one, a group that Portkey maps
// by itself, and tools that are disabled.
func addRest(api *emulator.Server) {
	api.Edit(emulator.OrganisationDefaults, api.OrganisationID(), attrs{
		"output_guardrails": []any{api.Add(emulator.Guardrails, "", attrs{"name": "Of every request"})},
	})
	teams := slices.DeleteFunc(api.Workspaces(), func(one emulator.Workspace) bool { return one.IsDefault })
	api.Add(emulator.GuardrailExclusions, teams[0].ID, attrs{"direction": "output"})
	api.EditWorkspace(teams[1].ID, attrs{"security_settings": attrs{"membersViewLogs": false}})
	api.Add(emulator.SCIMMappings, teams[1].ID, attrs{"scim_group_id": api.Add(emulator.SCIMGroups, "", attrs{"name": provisionedGroup}), "role": "admin"})
	api.Add(emulator.MCPCapabilities, "", attrs{"name": "tool/delete_issue", "enabled": false, "integration_id": "tickets"})
	api.Add(emulator.MCPServerCapabilities, "", attrs{"name": "tool/create_issue", "enabled": false, "integration_id": "team-00-tickets"})
}

var words = []string{"Payments", "Search", "Support", "Fraud detection", "Équipe données"}

// addTeam adds the workspace of a team, with everything in it.
func addTeam(t *testing.T, api *emulator.Server, i int) {
	t.Helper()
	name := words[i%len(words)]
	if i >= len(words) {
		name = fmt.Sprintf("%s %d", name, i/len(words)+1)
	}
	slug := fmt.Sprintf("team-%02d", i)
	id := api.Add(emulator.Workspaces, "", attrs{
		"name": name, "slug": slug, "icon": "🚀", "description": "The workspace of " + name + "\nSee \"the wiki\" for ${more}.",
		"defaults":     attrs{"metadata": attrs{"team": slug, "cost centre": "4711"}},
		"usage_limits": []any{attrs{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"}},
		"rate_limits":  []any{attrs{"type": "requests", "unit": "rpm", "value": 600}},
	})
	users := map[string]string{}
	for _, user := range api.All(emulator.Users) {
		users[fmt.Sprint(user.Fields["email"])] = user.ID
	}
	api.Add(emulator.Members, id, attrs{"id": users["grace_hopper@example.com"], "role": "manager"})
	api.Add(emulator.Members, id, attrs{"id": users["alan_turing@example.com"], "role": "member"})
	api.Add(emulator.Invites, "", attrs{
		"email": slug + "@example.com", "role": "member", "workspaces": []any{attrs{"id": id, "role": "member"}},
	})
	api.Add(emulator.SCIMMappings, id, attrs{"scim_group_name": "Engineers", "role": "member"})
	api.Add(emulator.IntegrationWorkspaces, id, attrs{
		"integration_id": "openai", "usage_limits": []any{attrs{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly"}},
	})
	api.Add(emulator.Providers, id, attrs{"name": "OpenAI", "slug": slug + "-openai", "integration_id": "openai", "note": "For production"})
	guardrail := api.Add(emulator.Guardrails, id, attrs{
		"name": "Code names", "checks": []any{
			attrs{"id": "default.contains", "name": "Projects", "parameters": attrs{"operator": "none", "words": []any{"Heron", "Egret"}}},
			attrs{"id": "default.webhook", "parameters": attrs{"webhookURL": "https://checks.example.com", "headers": attrs{"X-Key": guardrailSecret}}},
		},
		"actions": attrs{"deny": true, "async": false, "on_fail": attrs{"feedback": attrs{"value": -5, "weight": 1, "metadata": attrs{"team": slug}}}},
	})
	config := api.Add(emulator.Configs, id, attrs{"name": "Fallback", "config": attrs{
		"strategy": attrs{"mode": "fallback"},
		"targets": []any{
			attrs{"provider": "@" + slug + "-openai", "override_params": attrs{"model": "gpt-4o"}},
			attrs{"provider": "anthropic", "api_key": configSecret},
		},
		"output_guardrails": []any{slugOf(api, emulator.Guardrails, guardrail)}, "retry": attrs{"attempts": 3},
	}})
	api.EditWorkspace(id, attrs{"defaults": attrs{
		"metadata": attrs{"team": slug, "cost centre": "4711"}, "output_guardrails": []any{slugOf(api, emulator.Guardrails, guardrail)},
	}})
	collection := api.Add(emulator.Collections, id, attrs{"name": "Refunds"})
	api.Add(emulator.Partials, id, attrs{"name": "Tone", "string": "Be kind.\n\nAnswer in {{language}}.\n"})
	label := api.Add(emulator.Labels, id, attrs{"name": "live"})
	prompt := api.Add(emulator.Prompts, id, attrs{
		"name": "Answer a refund", "collection_id": collection, "virtual_key": slug + "-openai", "model": "gpt-4o", "parameters": attrs{"temperature": 0.2},
		"string": `[{"role":"system","content":"Answer politely.\nQuote ${order}."},{"role":"user","content":"{{question}}"}]`,
	})
	api.LabelVersion(prompt, 1, label)
	api.Add(emulator.Prompts, id, attrs{
		"name": "Summarise", "virtual_key": slug + "-openai", "model": "gpt-4o-mini", "string": "Summarise:\n\n  {{text}}\n\nIn ${words} words.",
	})
	api.Add(emulator.APIKeys, id, attrs{
		"name": "Backend", "scopes": []any{"completions.write", "logs.write"}, "description": "The backend of " + name,
		"defaults": attrs{"config_id": slugOf(api, emulator.Configs, config), "metadata": attrs{"service": "backend"}}, "alert_emails": []any{"ops@example.com"},
		"usage_limits": attrs{"type": "cost", "credit_limit": 50, "periodic_reset": "weekly"},
	})
	api.Add(emulator.UsagePolicies, id, attrs{
		"name": "Per user", "type": "cost", "credit_limit": 25, "periodic_reset": "monthly",
		"conditions": []any{attrs{"key": "workspace_id", "value": id}}, "group_by": []any{attrs{"key": "metadata._user"}},
	})
	api.Add(emulator.RatePolicies, id, attrs{
		"name": "Per key", "type": "requests", "unit": "rpm", "value": 60,
		"conditions": []any{attrs{"key": "model", "value": "*"}}, "group_by": []any{attrs{"key": "api_key"}},
	})
	server := api.Add(emulator.MCPServers, id, attrs{"name": "Tickets", "slug": slug + "-tickets", "mcp_integration_id": "tickets"})
	api.Edit(emulator.MCPServers, server, attrs{"user_access": attrs{users["alan_turing@example.com"]: false}})
}

// slugOf is the slug of an object of the API.
func slugOf(api *emulator.Server, noun emulator.Noun, id string) string {
	for _, one := range api.All(noun) {
		if one.ID == id || one.Slug == id {
			return one.Slug
		}
	}
	return ""
}
