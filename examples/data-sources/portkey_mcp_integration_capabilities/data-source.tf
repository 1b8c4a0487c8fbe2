data "portkey_mcp_integration_capabilities" "ticketing" {
  mcp_integration_id = "ticketing"
}

output "disabled" {
  value = [for one in data.portkey_mcp_integration_capabilities.ticketing.capabilities : one.id if !one.enabled]
}
