data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_provider" "openai" {
  workspace_id = data.portkey_workspace.production.id
  slug         = "openai"
}

output "status" {
  value = data.portkey_provider.openai.status
}
