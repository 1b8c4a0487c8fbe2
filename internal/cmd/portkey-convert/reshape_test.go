package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wantConverted converts a file, and expects it with these notes, each a part of one.
func wantConverted(t *testing.T, before, after string, notes ...string) {
	t.Helper()
	have, err := ourTypes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	converted, got, err := convert(map[string][]byte{"main.tf": []byte(before)}, have, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, string(converted["main.tf"])); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	if len(got) != len(notes) {
		t.Fatalf("notes: %q, want %d", got, len(notes))
	}
	for i, note := range notes {
		if !strings.Contains(got[i], note) {
			t.Errorf("note %q, want %q", got[i], note)
		}
	}
}

// The secrets among the configurations of an integration have an argument of their own.
func TestConvert_secretConfigurations(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_integration" "bedrock" {
  name             = "Bedrock"
  key_wo           = var.key
  key_version      = 2
  allow_all_models = false
  configurations = jsonencode({
    aws_region            = "eu-central-1" # Frankfurt
    aws_secret_access_key = portkey_workspace.one.updated_at
    custom_headers        = { a = "b" }
  })
}

resource "portkey_integration" "vertex" {
  configurations = jsonencode({ vertex_region = "eu", vertex_service_account_json = jsondecode(var.file), "custom_headers" = var.headers })
}

resource "portkey_integration" "plain" {
  configurations = jsonencode({ vertex_region = "eu" })
}

resource "portkey_integration" "elsewhere" {
  configurations = jsonencode(local.bedrock)
}
`, `resource "portkey_integration" "bedrock" {
  name           = "Bedrock"
  key_wo         = var.key
  key_wo_version = 2
  configurations = jsonencode({
    aws_region = "eu-central-1" # Frankfurt
  })

  secret_configurations = {
    aws_secret_access_key = portkey_workspace.one.last_updated_at
    custom_headers        = jsonencode({ a = "b" })
  }
}

resource "portkey_integration" "vertex" {
  configurations = jsonencode({
    vertex_region = "eu"
  })

  secret_configurations = {
    vertex_service_account_json = jsonencode(jsondecode(var.file))
    custom_headers              = try(tostring(var.headers), jsonencode(var.headers))
  }
}

resource "portkey_integration" "plain" {
  configurations = jsonencode({ vertex_region = "eu" })
}

resource "portkey_integration" "elsewhere" {
  configurations = jsonencode(local.bedrock)
}
`, "main.tf:5: to manage allow_all_models, use portkey_integration_models", "main.tf:22: plans show configurations here: if it has aws_secret_access_key,")
}

// Access that exists is enabled.
func TestConvert_workspaceAccess(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_integration_workspace_access" "research" {
  integration_id = portkey_integration.openai.slug
  enabled        = true

  usage_limits {
    credit_limit    = 90
    alert_threshold = 80
  }
}

resource "portkey_integration_workspace_access" "support" {
  integration_id = "openai"
  enabled        = var.enabled
}
`, `resource "portkey_integration_workspace_access" "research" {
  integration_id = portkey_integration.openai.slug

  usage_limits = [{
    credit_limit    = 90
    alert_threshold = 80
  }]
}

resource "portkey_integration_workspace_access" "support" {
  integration_id = "openai"
}
`, "main.tf:5: alert_threshold = 80 warns at 80 of 90", "main.tf:13: access that exists is enabled here")
}

// What makes a model a custom one is one object, and prices are not in two.
func TestConvert_modelAccess(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_integration_model_access" "finetuned" {
  model_slug      = "ft:gpt-4o"
  is_custom       = true
  is_finetune     = true
  base_model_slug = portkey_integration_model_access.base.model_slug
  pricing_config = {
    type = "static"
    pay_as_you_go = {
      request_token_price  = 1
      "response_token_price" = var.price
    }
  }
}

resource "portkey_integration_model_access" "each" {
  is_custom       = each.value.custom
  is_finetune     = false
  base_model_slug = each.value.base
  pricing_config  = each.value.pricing
}

resource "portkey_integration_model_access" "catalogue" {
  is_custom      = false
  is_finetune    = false
  pricing_config = null
}

resource "portkey_integration_model_access" "incomplete" {
  is_custom      = true
  pricing_config = { type = "static" }
}
`, `resource "portkey_integration_model_access" "finetuned" {
  model_slug = "ft:gpt-4o"
  custom = {
    base_model_slug = portkey_integration_model_access.base.model_slug
    is_finetune     = true
  }
  pricing = {
    request_token  = 1
    response_token = var.price
  }
}

resource "portkey_integration_model_access" "each" {
  custom = each.value.custom ? {
    base_model_slug = each.value.base
  } : null
  pricing_config = each.value.pricing
}

resource "portkey_integration_model_access" "catalogue" {
}

resource "portkey_integration_model_access" "incomplete" {
  custom = {
  }
}
`, "main.tf:19: pricing_config is pricing here", "main.tf:29: custom requires base_model_slug")
}

// The type of an API key is one word, its budget a list, and its defaults are an object.
func TestConvert_apiKeys(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_api_key" "backend" {
  type         = "workspace"
  sub_type     = "service"
  reset_usage  = false
  metadata     = { team = "platform" }
  config_id    = portkey_config.fallback.id
  usage_limits = { credit_limit = 500 }

  lifecycle {
    ignore_changes = [metadata]
  }
}

resource "portkey_api_key" "each" {
  type                  = var.type
  sub_type              = "user"
  allow_config_override = true
  metadata              = var.metadata
  usage_limits          = var.limit
  reset_usage           = true
}

resource "portkey_api_key" "bare" {
  metadata     = {}
  usage_limits = null
}

output "at" {
  value = [portkey_api_key.backend.updated_at, portkey_api_key.backend.config_id]
}
`, `resource "portkey_api_key" "backend" {
  type = "workspace-service"
  defaults = {
    metadata  = { team = "platform" }
    config_id = portkey_config.fallback.id
  }
  usage_limits = [{ credit_limit = 500 }]

  lifecycle {
    ignore_changes = [defaults.metadata]
  }
}

resource "portkey_api_key" "each" {
  type         = join("-", [var.type, "user"])
  defaults     = var.metadata == null ? null : { metadata = var.metadata }
  usage_limits = var.limit == null ? null : [var.limit]
}

resource "portkey_api_key" "bare" {
}

output "at" {
  value = [portkey_api_key.backend.last_updated_at, portkey_api_key.backend.defaults.config_id]
}
`, "main.tf:20: to reset the usage once, change reset_usage_trigger")
}

// The conditions and groups of policies are no JSON.
func TestConvert_policies(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_usage_limits_policy" "team" {
  name           = "Per user"
  periodic_reset = ""
  conditions = jsonencode([
    { key = "workspace_id", value = portkey_workspace.one.id },
    { "key" = "model", value = ["gpt-4o", var.model], excludes = "o1" },
  ])
  group_by = jsonencode([{ key = "api_key" }, { key = "metadata.user" }])
}

resource "portkey_rate_limits_policy" "each" {
  conditions = jsonencode(local.conditions)
  group_by   = var.group_by
}

output "at" {
  value = portkey_usage_limits_policy.team.updated_at
}
`, `resource "portkey_usage_limits_policy" "team" {
  name = "Per user"
  conditions = [
    { key = "workspace_id", values = flatten([portkey_workspace.one.id]) },
    { key = "model", values = ["gpt-4o", var.model], excludes = ["o1"] },
  ]
  group_by = ["api_key", "metadata.user"]
}

resource "portkey_rate_limits_policy" "each" {
  conditions = [for one in local.conditions : { key = one.key, values = flatten([one.value]), excludes = try(flatten([one.excludes]), null) }]
  group_by   = [for one in jsondecode(var.group_by) : one.key]
}

output "at" {
  value = portkey_usage_limits_policy.team.last_updated_at
}
`, "main.tf:11: name is required here")
}

// Capabilities are a map, also where they are written elsewhere.
func TestConvert_capabilities(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = portkey_mcp_integration.ticketing.id
  capabilities = [
    { name = "delete_ticket", type = "tool", enabled = false },
    { name = "escalation", type = "prompt", enabled = var.prompts },
  ]
}

resource "portkey_mcp_integration_capabilities" "local" {
  mcp_integration_id = "local"
  capabilities       = [for name in var.tools : { name = name, type = "tool", enabled = false }]
}
`, `resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = portkey_mcp_integration.ticketing.id
  capabilities = {
    "tool/delete_ticket" = false
    "prompt/escalation"  = var.prompts
  }
}

resource "portkey_mcp_integration_capabilities" "local" {
  mcp_integration_id = "local"
  capabilities       = { for one in [for name in var.tools : { name = name, type = "tool", enabled = false }] : "${one.type}/${one.name}" => one.enabled }
}
`)
}

// The security settings of a workspace are arguments of their own in the vendor's provider,
// and attributes of one object here.
func TestConvert_securitySettings(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_workspace_security_settings" "production" {
  workspace_id = portkey_workspace.production.id
  # People see no logs.
  members_view_logs   = false
  managers_view_logs  = var.managers_view_logs
  members_view_all_data = null
}

resource "portkey_workspace_security_settings" "staging" {
  workspace_id         = portkey_workspace.staging.id
  members_view_prompts = true
}

output "logs" {
  value = portkey_workspace_security_settings.production.members_view_logs
}
`, `resource "portkey_workspace_security_settings" "production" {
  workspace_id = portkey_workspace.production.id
  # People see no logs.
  settings = {
    members_view_logs  = false
    managers_view_logs = var.managers_view_logs
  }
}

resource "portkey_workspace_security_settings" "staging" {
  workspace_id = portkey_workspace.staging.id
  settings = {
    members_view_prompts = true
  }
}

output "logs" {
  value = portkey_workspace_security_settings.production.settings.members_view_logs
}
`)
}
