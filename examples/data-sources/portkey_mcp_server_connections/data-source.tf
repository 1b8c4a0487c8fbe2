data "portkey_mcp_server_connections" "ticketing" {
  workspace_id  = "ws-support-4f2a91"
  mcp_server_id = "support-ticketing"
}

output "users" {
  value = [for one in data.portkey_mcp_server_connections.ticketing.connections : one.user_id if one.connected]
}
