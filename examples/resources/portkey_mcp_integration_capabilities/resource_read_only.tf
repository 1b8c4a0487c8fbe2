# Every tool that does not say that it only reads is disabled, once the integration is synced.
data "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = "ticketing"
}

resource "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = "ticketing"

  capabilities = {
    for tool in data.portkey_mcp_integration_capabilities.ticketing.capabilities :
    tool.id => try(jsondecode(tool.annotations).readOnlyHint, false)
    if tool.type == "tool"
  }
}
