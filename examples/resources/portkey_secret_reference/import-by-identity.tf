import {
  to = portkey_secret_reference.openai
  identity = {
    id = "3c0e7a5d-91b4-4f26-8d7a-6b2f4e1c9a08"
  }
}

resource "portkey_secret_reference" "openai" {
  name         = "OpenAI"
  slug         = "openai"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/openai"
  secret_key   = "api_key"

  vault_kubernetes = {
    vault_addr = "https://vault.example.com"
    vault_role = "portkey-gateway"
  }
}
