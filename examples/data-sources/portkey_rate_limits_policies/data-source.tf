data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_rate_limits_policies" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "limits" {
  value = {
    for policy in data.portkey_rate_limits_policies.production.rate_limits_policies :
    policy.name => "${policy.value} ${policy.unit}"...
  }
}
