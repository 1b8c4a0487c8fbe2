# Azure OpenAI with two deployments, by Entra ID.
variable "azure_client_secret" {
  description = "The secret of the application in Entra ID."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "azure" {
  name           = "Azure OpenAI"
  slug           = "azure-prod"
  ai_provider_id = "azure-openai"

  configurations = jsonencode({
    azure_auth_mode       = "entra"
    azure_entra_tenant_id = "5f6a2c1e-8d3b-4a7f-9c20-1b4e6d8f0a35"
    azure_entra_client_id = "0c9b8a7d-6e5f-4d3c-8b2a-190817263544"
    azure_resource_name   = "fraud-detection"
    azure_deployment_config = [
      {
        azure_deployment_name = "gpt-4o"
        azure_model_slug      = "gpt-4o"
        azure_api_version     = "2024-10-21"
        is_default            = true
      },
      {
        alias                 = "small"
        azure_deployment_name = "gpt-4o-mini"
        azure_model_slug      = "gpt-4o-mini"
        azure_api_version     = "2024-10-21"
      },
    ]
  })
  secret_configurations_wo = {
    azure_entra_client_secret = var.azure_client_secret
  }
  secret_configurations_wo_version = 1
}
