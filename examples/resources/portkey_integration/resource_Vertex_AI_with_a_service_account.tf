# Vertex AI by the key of a service account, whose file is sent as an object.
variable "service_account" {
  description = "The JSON of the key of the service account."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "vertex" {
  name           = "Vertex AI"
  slug           = "vertex-prod"
  ai_provider_id = "vertex-ai"

  configurations = jsonencode({
    vertex_auth_type = "serviceAccount"
    vertex_region    = "europe-west4"
  })
  secret_configurations_wo = {
    vertex_service_account_json = trimspace(var.service_account)
  }
  secret_configurations_wo_version = 1
}
