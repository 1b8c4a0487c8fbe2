# A key with a budget, a rate limit, metadata and a config for every request.
resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.production.id
  config       = jsonencode({ retry = { attempts = 3 } })
}

resource "portkey_api_key" "support_bot" {
  type         = "workspace-service"
  workspace_id = portkey_workspace.production.id
  name         = "support-bot"
  description  = "Answers tickets at night"
  scopes       = ["completions.write", "prompts.render"]
  expires_at   = "2030-01-31T00:00:00Z"

  defaults = {
    config_id             = portkey_config.retries.id
    allow_config_override = false
    metadata              = { team = "support" }
  }

  usage_limits = [{ type = "cost", credit_limit = 200, alert_threshold = 150, periodic_reset = "monthly" }]
  rate_limits  = [{ type = "requests", unit = "rpm", value = 600 }]
  alert_emails = ["support-leads@example.com"]
}
