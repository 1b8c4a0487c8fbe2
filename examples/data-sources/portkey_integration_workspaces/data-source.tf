data "portkey_integration_workspaces" "openai" {
  integration_id = "openai-production"
}

output "workspaces_with_openai" {
  value = data.portkey_integration_workspaces.openai.workspaces[*].workspace_id
}
