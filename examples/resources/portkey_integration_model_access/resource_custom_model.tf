# A model on a host of its own, which the catalogue lacks.
variable "models_token" {
  description = "The token of the host."
  type        = string
  sensitive   = true
}

resource "portkey_integration_model_access" "fraud_detection" {
  integration_id = "openai-production"
  model_slug     = "fraud-detection-v1"

  custom = {
    base_model_slug = "gpt-4o"
  }
  custom_host = "https://models.example.com/v1"
  custom_headers = {
    authorization = "Bearer ${var.models_token}"
  }
}
