# The key of OpenAI is not stored in the state. Change key_wo_version whenever the key
# changes.
variable "openai_key" {
  description = "The key of OpenAI."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "openai" {
  name           = "OpenAI"
  slug           = "openai-prod"
  ai_provider_id = "openai"
  key_wo         = var.openai_key
  key_wo_version = 1
}
