# The ID or the slug of the MCP server, or workspace/name.
import {
  to = portkey_mcp_server_capabilities.ticketing
  id = "support-ticketing"
}

resource "portkey_mcp_server_capabilities" "ticketing" {
  mcp_server_id = "support-ticketing"

  capabilities = {
    "tool/delete_ticket" = false
  }
}
