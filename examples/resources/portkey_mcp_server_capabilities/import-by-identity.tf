import {
  to = portkey_mcp_server_capabilities.ticketing
  identity = {
    id = "d2f7c1b9-5a3e-4c68-8f0d-1e9b6a4c7350"
  }
}

resource "portkey_mcp_server_capabilities" "ticketing" {
  mcp_server_id = "support-ticketing"

  capabilities = {
    "tool/delete_ticket" = false
  }
}
