output "config" {
  description = "For the header x-portkey-config of the application."
  value = provider::portkey::gateway_config({
    strategy = { mode = "fallback", on_status_codes = [429, 529] }
    targets  = [{ provider = "@openai-prod" }, { provider = "@azure-prod" }]
  })
}
