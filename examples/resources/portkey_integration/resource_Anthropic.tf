# Terraform before 1.11 has no write-only arguments: use key there, which the state contains.
variable "anthropic_key" {
  description = "The key of Anthropic."
  type        = string
  sensitive   = true
}

resource "portkey_integration" "anthropic" {
  name           = "Anthropic"
  slug           = "anthropic-prod"
  ai_provider_id = "anthropic"
  key            = var.anthropic_key
}
