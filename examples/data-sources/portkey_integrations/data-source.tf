data "portkey_integrations" "all" {}

output "ai_providers_by_slug" {
  value = { for integration in data.portkey_integrations.all.integrations : integration.slug => integration.ai_provider_id }
}
