# If OpenAI is overloaded, requests go to Azure. The function gateway_config reports
# mistakes in the config when Terraform plans.
resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_config" "fallback" {
  name         = "OpenAI, else Azure"
  workspace_id = portkey_workspace.production.id

  config = provider::portkey::gateway_config({
    strategy = { mode = "fallback", on_status_codes = [429, 529] }
    targets  = [{ provider = "@openai-prod" }, { provider = "@azure-prod" }]
  })
}

output "fallback" {
  description = "For the header x-portkey-config of the application."
  value       = portkey_config.fallback.slug
}
