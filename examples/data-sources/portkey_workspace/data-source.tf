data "portkey_workspace" "production" {
  name = "Production"
}

output "production_budgets" {
  value = data.portkey_workspace.production.usage_limits
}
