# The workspace of the server can't create tickets. Those of other servers of the MCP
# integration can.
resource "portkey_mcp_server_capabilities" "ticketing" {
  mcp_server_id = "support-ticketing"

  capabilities = {
    "tool/create_ticket" = false
  }
}
