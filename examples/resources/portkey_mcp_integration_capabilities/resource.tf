resource "portkey_mcp_integration" "ticketing" {
  name      = "Ticketing"
  slug      = "ticketing"
  url       = "https://tickets.example.com/mcp"
  auth_type = "none"
  transport = "http"
}

# Tickets can be searched and created by all workspaces, and deleted by none.
resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = portkey_mcp_integration.ticketing.id

  capabilities = {
    "tool/delete_ticket"   = false
    "prompt/escalation"    = false
    "resource/price_lists" = false
  }

  # Portkey connects to the server in the background after the integration is created.
  wait_for_sync = "2m"
}
