# Portkey reads the key from a vault, so that Terraform never has it.
variable "vault_token" {
  description = "A token of HashiCorp Vault that may read secret/data/openai."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_secret_reference" "openai" {
  name         = "OpenAI"
  slug         = "openai"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/openai"
  secret_key   = "api_key"

  vault_token = {
    vault_addr     = "https://vault.example.com"
    vault_token_wo = var.vault_token
  }
  auth_wo_version = 1
}

resource "portkey_integration" "openai" {
  name           = "OpenAI"
  slug           = "openai-prod"
  ai_provider_id = "openai"

  secret_mappings = [{
    target_field        = "key"
    secret_reference_id = portkey_secret_reference.openai.id
  }]
}
