# All that one team calls models through: its workspace, what its requests go through, and
# what they may cost. References alone put it in order, so one apply creates all of it, and
# one destroy deletes it.

resource "portkey_workspace" "team" {
  name = var.team
}

# The models: the integration has the key of the AI provider, and the team's provider uses it.
resource "portkey_integration" "openai" {
  name           = "OpenAI of ${var.team}"
  ai_provider_id = "openai"
  key            = var.openai_key
}

resource "portkey_integration_workspace_access" "team" {
  integration_id = portkey_integration.openai.id
  workspace_id   = portkey_workspace.team.id
}

resource "portkey_provider" "openai" {
  name           = "OpenAI"
  slug           = "openai-${var.slug}"
  workspace_id   = portkey_workspace.team.id
  integration_id = portkey_integration_workspace_access.team.integration_id
}

# What each request of the team goes through.
resource "portkey_guardrail" "words" {
  name         = "Code names"
  scope        = "workspace"
  workspace_id = portkey_workspace.team.id

  checks = [
    {
      id         = "default.contains"
      parameters = jsonencode({ words = var.code_names, operator = "none" })
    },
  ]

  actions = { deny = true }
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.team.id

  config = provider::portkey::gateway_config({
    provider = "@${portkey_provider.openai.slug}"
    retry    = { attempts = var.attempts }
  })
}

resource "portkey_workspace_defaults" "team" {
  workspace_id           = portkey_workspace.team.id
  output_guardrails      = [portkey_guardrail.words.slug]
  user_api_key_config_id = portkey_config.retries.slug
}

# The key of the team's service, which can use no other config.
resource "portkey_api_key" "service" {
  name         = "Service"
  type         = "workspace-service"
  workspace_id = portkey_workspace.team.id
  scopes       = ["completions.write"]

  defaults = {
    config_id             = portkey_config.retries.slug
    allow_config_override = false
  }
}

# What they may cost.
resource "portkey_usage_limits_policy" "per_user" {
  name           = "Per user"
  workspace_id   = portkey_workspace.team.id
  type           = "cost"
  credit_limit   = var.budget_per_user
  periodic_reset = "monthly"
  group_by       = ["metadata._user"]

  conditions = [
    { key = "workspace_id", values = [portkey_workspace.team.id] },
  ]
}

resource "portkey_rate_limits_policy" "per_key" {
  name         = "Per key"
  workspace_id = portkey_workspace.team.id
  type         = "requests"
  unit         = "rpm"
  value        = 600
  group_by     = ["api_key"]

  conditions = [
    { key = "workspace_id", values = [portkey_workspace.team.id] },
  ]
}

# The prompt, which is published with each change.
resource "portkey_prompt_collection" "support" {
  name         = "Support"
  workspace_id = portkey_workspace.team.id
}

resource "portkey_prompt_partial" "tone" {
  name         = "Tone"
  workspace_id = portkey_workspace.team.id
  content      = "Answer in two sentences."
}

resource "portkey_prompt" "answer" {
  name          = "Answer a customer"
  collection_id = portkey_prompt_collection.support.id
  provider_id   = portkey_provider.openai.slug
  model         = "gpt-4o-mini"

  template = jsonencode([
    { role = "system", content = "{{>${portkey_prompt_partial.tone.slug}}}" },
    { role = "user", content = var.question },
  ])
}

resource "portkey_prompt_label" "live" {
  name         = "live"
  workspace_id = portkey_workspace.team.id
}

resource "portkey_prompt_label_assignment" "live" {
  prompt_id = portkey_prompt.answer.id
  label_id  = portkey_prompt_label.live.id
  version   = portkey_prompt.answer.version
}
