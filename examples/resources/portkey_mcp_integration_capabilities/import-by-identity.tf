import {
  to = portkey_mcp_integration_capabilities.ticketing
  identity = {
    id = "6c1d8a72-0f3b-4e95-a4c7-2b9e5d7f1083"
  }
}

resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = "ticketing"

  capabilities = {
    "tool/delete_ticket" = false
  }
}
