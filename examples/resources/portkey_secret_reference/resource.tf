# The key of OpenAI is in HashiCorp Vault, and the token for it is not stored in the
# state. Change auth_wo_version whenever the token changes.
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
