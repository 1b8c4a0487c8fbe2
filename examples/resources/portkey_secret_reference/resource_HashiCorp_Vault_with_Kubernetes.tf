# The gateway runs in Kubernetes, and its service account has a role in HashiCorp Vault.
resource "portkey_secret_reference" "openai" {
  name         = "OpenAI"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/openai"
  secret_key   = "api_key"

  vault_kubernetes = {
    vault_addr = "https://vault.example.com"
    vault_role = "portkey-gateway"
  }
}
