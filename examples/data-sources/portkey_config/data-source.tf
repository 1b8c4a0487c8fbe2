data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = data.portkey_workspace.production.id
}

output "retries" {
  description = "For the header x-portkey-config of the application."
  value       = data.portkey_config.retries.slug
}
