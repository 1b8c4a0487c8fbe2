# Models on hosts of the organisation that speak the API of OpenAI. The headers contain a
# credential, so they are among the secrets.
variable "models_token" {
  description = "The token of the hosts."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "self_hosted" {
  name           = "Self-hosted models"
  slug           = "self-hosted"
  ai_provider_id = "openai"
  key_wo         = var.models_token
  key_wo_version = 1

  configurations = jsonencode({
    custom_host = "https://models.example.com/v1"
  })
  secret_configurations_wo = {
    custom_headers = jsonencode({ "x-gateway-token" = var.models_token })
  }
  secret_configurations_wo_version = 1
}
