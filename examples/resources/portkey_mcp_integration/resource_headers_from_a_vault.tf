# Portkey reads the headers from a vault, so that Terraform never has them. The secret is a
# JSON object, such as {"Authorization": "Bearer …"}.
variable "vault_token" {
  description = "A token of HashiCorp Vault that may read secret/data/ticketing."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_secret_reference" "ticketing" {
  name         = "Ticketing"
  slug         = "ticketing-headers"
  manager_type = "hashicorp_vault"
  secret_path  = "secret/data/ticketing"
  secret_key   = "headers"

  vault_token = {
    vault_addr     = "https://vault.example.com"
    vault_token_wo = var.vault_token
  }
  auth_wo_version = 1
}

resource "portkey_mcp_integration" "ticketing" {
  name      = "Ticketing"
  slug      = "ticketing"
  url       = "https://tickets.example.com/mcp"
  auth_type = "headers"
  transport = "http"

  secret_mappings = [{
    target_field        = "configurations.custom_headers"
    secret_reference_id = portkey_secret_reference.ticketing.id
    value_format        = "json"
  }]
}
