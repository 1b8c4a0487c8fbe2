data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_providers" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "integrations_by_provider" {
  value = { for provider in data.portkey_providers.production.providers : provider.slug => provider.integration_id }
}
