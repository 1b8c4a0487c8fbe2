data "portkey_mcp_server_metadata" "ticketing" {
  mcp_server_id = "support-ticketing"
}

output "version" {
  value = data.portkey_mcp_server_metadata.ticketing.server_version
}
