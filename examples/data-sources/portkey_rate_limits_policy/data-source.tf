data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_rate_limits_policy" "per_key" {
  workspace_id = data.portkey_workspace.production.id
  name         = "Per API key"
}

output "limit" {
  value = data.portkey_rate_limits_policy.per_key.value
}
