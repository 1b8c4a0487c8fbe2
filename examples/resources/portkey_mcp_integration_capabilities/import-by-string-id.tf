# The ID, the slug or the exact name of the MCP integration.
import {
  to = portkey_mcp_integration_capabilities.ticketing
  id = "ticketing"
}

resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = "ticketing"

  capabilities = {
    "tool/delete_ticket" = false
  }
}
