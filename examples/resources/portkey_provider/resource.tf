resource "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

resource "portkey_integration_workspace_access" "fraud" {
  integration_id = "openai-prod"
  workspace_id   = portkey_workspace.fraud.id
}

resource "portkey_provider" "openai" {
  workspace_id   = portkey_integration_workspace_access.fraud.workspace_id
  integration_id = portkey_integration_workspace_access.fraud.integration_id
  name           = "OpenAI"
  slug           = "openai"
}

output "model" {
  description = "How a request names a model of the provider."
  value       = "@${portkey_provider.openai.slug}/gpt-4o"
}
