variable "secret_id" {
  description = "The secret ID of the AppRole."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_secret_reference" "openai" {
  name         = "OpenAI"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/openai"
  secret_key   = "api_key"

  vault_approle = {
    vault_addr         = "https://vault.example.com"
    vault_namespace    = "ai"
    vault_role_id      = "3c0e7a5d-91b4-4f26-8d7a-6b2f4e1c9a08"
    vault_secret_id_wo = var.secret_id
  }
  auth_wo_version = 1
}
