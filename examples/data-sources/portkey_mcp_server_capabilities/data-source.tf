data "portkey_mcp_server_capabilities" "ticketing" {
  mcp_server_id = "support-ticketing"
}

output "usable" {
  value = [
    for one in data.portkey_mcp_server_capabilities.ticketing.capabilities : one.id
    if one.enabled && one.integration_enabled != false
  ]
}
