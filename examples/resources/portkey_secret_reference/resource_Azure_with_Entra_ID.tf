variable "client_secret" {
  description = "The secret of the application of Microsoft Entra ID."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_secret_reference" "azure_openai" {
  name         = "Azure OpenAI"
  manager_type = "azure_kv"
  secret_path  = "azure-openai"

  azure_entra = {
    azure_entra_tenant_id        = "8a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    azure_entra_client_id        = "9b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e"
    azure_entra_client_secret_wo = var.client_secret
    azure_vault_url              = "https://acme.vault.azure.net"
  }
  auth_wo_version = 1
}
