data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_api_key" "support_bot" {
  workspace_id = data.portkey_workspace.production.id
  name         = "support-bot"
}

output "budget_used" {
  value = one(data.portkey_api_key.support_bot.usage_limits[*].current_usage)
}
