data "portkey_mcp_integration" "ticketing" {
  slug = "ticketing"
}

output "ticketing_url" {
  value = data.portkey_mcp_integration.ticketing.url
}
