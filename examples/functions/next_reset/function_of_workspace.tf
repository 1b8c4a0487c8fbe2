# The next reset of each budget of a workspace.
data "portkey_workspace" "production" {
  name = "Production"
}

output "resets" {
  value = [
    for limit in data.portkey_workspace.production.usage_limits :
    "${limit.type}: ${coalesce(provider::portkey::next_reset(limit, plantimestamp()), "never")}"
  ]
}
