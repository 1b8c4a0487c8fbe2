data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_configs" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "config_names_by_slug" {
  value = { for config in data.portkey_configs.production.configs : config.slug => config.name }
}
