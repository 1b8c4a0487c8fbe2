variable "openai_integration" {
  description = "The slug of an integration that is enabled for the workspace."
  type        = string
  default     = "openai-prod"
}

resource "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

resource "portkey_provider" "openai" {
  workspace_id   = portkey_workspace.fraud.id
  integration_id = var.openai_integration
  name           = "OpenAI"
  slug           = "openai"
}

output "model" {
  description = "How a request names a model of the provider."
  value       = "@${portkey_provider.openai.slug}/gpt-4o"
}
