data "portkey_mcp_integrations" "all" {}

output "mcp_urls_by_slug" {
  value = { for integration in data.portkey_mcp_integrations.all.mcp_integrations : integration.slug => integration.url }
}
