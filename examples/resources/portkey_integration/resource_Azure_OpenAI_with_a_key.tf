variable "azure_openai_key" {
  description = "A key of the resource of Azure OpenAI."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "azure" {
  name           = "Azure OpenAI"
  slug           = "azure-prod"
  ai_provider_id = "azure-openai"
  key_wo         = var.azure_openai_key
  key_wo_version = 1

  configurations = jsonencode({
    azure_auth_mode     = "default"
    azure_resource_name = "fraud-detection"
    azure_deployment_config = [{
      azure_deployment_name = "gpt-4o"
      azure_model_slug      = "gpt-4o"
      azure_api_version     = "2024-10-21"
      is_default            = true
    }]
  })
}
