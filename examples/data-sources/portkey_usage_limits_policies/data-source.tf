data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_usage_limits_policies" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "budgets" {
  value = {
    for policy in data.portkey_usage_limits_policies.production.usage_limits_policies :
    policy.name => policy.credit_limit...
  }
}
