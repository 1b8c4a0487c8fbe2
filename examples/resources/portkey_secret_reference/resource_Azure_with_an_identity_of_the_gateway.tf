# A user-assigned identity of the gateway.
resource "portkey_secret_reference" "azure_openai" {
  name         = "Azure OpenAI"
  manager_type = "azure_kv"
  secret_path  = "azure-openai"

  azure_managed = {
    azure_managed_client_id = "9b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e"
    azure_vault_url         = "https://acme.vault.azure.net"
  }
}

# Whatever credentials the environment of the gateway has.
resource "portkey_secret_reference" "cohere" {
  name         = "Cohere"
  manager_type = "azure_kv"
  secret_path  = "cohere"

  azure_default = {
    azure_vault_url = "https://acme.vault.azure.net"
  }
}
