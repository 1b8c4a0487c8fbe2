# An organisation with each type of the vendor's provider, which refer to one another.
terraform {
  required_version = ">= 1.0"

  required_providers {
    portkey = {
      source  = "portkey-ai/portkey"
      version = "~> 0.3"
    }
  }
}

variable "openai_key" {
  type      = string
  sensitive = true
  default   = "sk-0123456789"
}

variable "grace" {
  type    = string
  default = "2b7c9d10-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
}

locals {
  blocked = ["Project Heron", "Project Egret"]
}

resource "portkey_workspace" "production" {
  name        = "Production"
  description = "What customers use"
  metadata    = { team = "platform" }

  usage_limits = [{ type = "cost", credit_limit = 1000, alert_threshold = 800, periodic_reset = "monthly" }]
  rate_limits  = [{ type = "requests", unit = "rpm", value = 600 }]
}

resource "portkey_workspace_member" "grace" {
  workspace_id = portkey_workspace.production.id
  user_id      = var.grace
  role         = "manager"
}

resource "portkey_user_invite" "analyst" {
  email      = "analyst@example.com"
  role       = "member"
  workspaces = [{ id = portkey_workspace.production.id, role = "member" }]
  scopes     = ["logs.view"]
}

resource "portkey_scim_workspace_mapping" "platform" {
  workspace_id    = portkey_workspace.production.id
  scim_group_name = "Platform"
  role            = "member"
}

resource "portkey_secret_reference" "anthropic" {
  name         = "anthropic"
  manager_type = "hashicorp_vault"
  secret_path  = "kv/data/anthropic"

  vault_approle_auth = {
    vault_addr      = "https://vault.example.com"
    vault_role_id   = "portkey"
    vault_secret_id = "a secret ID"
  }
}

resource "portkey_integration" "openai" {
  name             = "OpenAI"
  slug             = "openai"
  ai_provider_id   = "openai"
  key              = var.openai_key
  allow_all_models = false
}

resource "portkey_integration" "anthropic" {
  name           = "Anthropic"
  ai_provider_id = "anthropic"

  secret_mappings = [{ target_field = "key", secret_reference_id = portkey_secret_reference.anthropic.slug }]
}

resource "portkey_integration_workspace_access" "openai" {
  integration_id = portkey_integration.openai.slug
  workspace_id   = portkey_workspace.production.id
}

resource "portkey_integration_model_access" "openai" {
  for_each = toset(["gpt-4o", "gpt-4o-mini"])

  integration_id = portkey_integration.openai.slug
  model_slug     = each.key
}

resource "portkey_provider" "openai" {
  name           = "OpenAI"
  workspace_id   = portkey_workspace.production.id
  integration_id = portkey_integration.openai.id

  depends_on = [portkey_integration_workspace_access.openai]
}

resource "portkey_guardrail" "words" {
  name         = "No code names"
  workspace_id = portkey_workspace.production.id

  checks = jsonencode([
    { id = "default.contains", parameters = { operator = "none", words = local.blocked } },
    { id = "default.wordCount", parameters = { minWords = 1, maxWords = 500 } },
  ])

  actions = jsonencode({
    deny    = true
    on_fail = { feedback = { value = -5, weight = 1, metadata = "" } }
  })
}

resource "portkey_guardrail" "everywhere" {
  name    = "No code names anywhere"
  checks  = jsonencode([{ id = "default.contains", parameters = { operator = "none", words = local.blocked } }])
  actions = jsonencode({ deny = false, async = true })
}

resource "portkey_workspace_defaults" "production" {
  workspace_id     = portkey_workspace.production.id
  input_guardrails = [portkey_guardrail.words.slug]
}

resource "portkey_organisation_defaults" "all" {
  output_guardrails = [portkey_guardrail.everywhere.slug]
}

resource "portkey_workspace_security_settings" "production" {
  workspace_id           = portkey_workspace.production.id
  members_view_logs      = false
  managers_write_configs = true
}

resource "portkey_config" "fallback" {
  name         = "Fallback"
  workspace_id = portkey_workspace.production.id

  config = jsonencode({
    strategy         = { mode = "fallback" }
    targets          = [{ provider = "@${portkey_provider.openai.slug}" }, { provider = "@anthropic" }]
    input_guardrails = [portkey_guardrail.words.slug]
  })
}

resource "portkey_api_key" "backend" {
  name         = "backend"
  type         = "workspace"
  sub_type     = "service"
  workspace_id = portkey_workspace.production.id
  scopes       = ["completions.write"]
  metadata     = { service = "backend" }
  usage_limits = { type = "cost", credit_limit = 500, periodic_reset = "monthly" }
}

resource "portkey_usage_limits_policy" "per_user" {
  name           = "Per user"
  workspace_id   = portkey_workspace.production.id
  type           = "cost"
  credit_limit   = 20
  periodic_reset = "monthly"
  conditions     = jsonencode([{ key = "workspace_id", value = portkey_workspace.production.id }])
  group_by       = jsonencode([{ key = "metadata._user" }])
}

resource "portkey_rate_limits_policy" "per_key" {
  name         = "Per API key"
  workspace_id = portkey_workspace.production.id
  type         = "requests"
  unit         = "rpm"
  value        = 100
  conditions   = jsonencode([{ key = "model", value = ["gpt-4o"] }])
  group_by     = jsonencode([{ key = "api_key" }])
}

resource "portkey_prompt_collection" "support" {
  name         = "Support"
  workspace_id = portkey_workspace.production.id
}

resource "portkey_prompt_partial" "tone" {
  name         = "Tone"
  workspace_id = portkey_workspace.production.id
  content      = "Answer in two sentences."
}

resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = portkey_prompt_collection.support.id
  template      = "{{>${portkey_prompt_partial.tone.slug}}} May {{customer}} have a refund?"
  model         = "gpt-4o"
  virtual_key   = portkey_provider.openai.slug
  parameters    = jsonencode({ temperature = 0.2 })
}

resource "portkey_mcp_integration" "tickets" {
  name      = "Tickets"
  slug      = "tickets"
  url       = "https://tickets.example.com/mcp"
  auth_type = "none"
  transport = "http"
}

resource "portkey_mcp_integration_workspace_access" "production" {
  mcp_integration_id = portkey_mcp_integration.tickets.id
  workspace_id       = portkey_workspace.production.id
}

resource "portkey_mcp_integration_capabilities" "tickets" {
  mcp_integration_id = portkey_mcp_integration.tickets.id

  capabilities = [
    { type = "tool", name = "delete_issue", enabled = false },
    { type = "prompt", name = "triage", enabled = true },
  ]
}

output "partial" {
  value = [portkey_prompt_partial.tone.prompt_partial_version_id, portkey_guardrail.words.updated_at != ""]
}
