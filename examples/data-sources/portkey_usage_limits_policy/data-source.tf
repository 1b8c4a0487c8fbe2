data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_usage_limits_policy" "per_user" {
  workspace_id = data.portkey_workspace.production.id
  name         = "Per user"
}

output "next_reset" {
  value = data.portkey_usage_limits_policy.per_user.next_usage_reset_at
}
