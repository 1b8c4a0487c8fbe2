# The slug, the ID (a UUID), or the exact name.
import {
  to = portkey_secret_reference.openai
  id = "openai"
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
