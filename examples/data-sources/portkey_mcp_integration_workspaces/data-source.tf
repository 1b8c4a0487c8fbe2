data "portkey_mcp_integration_workspaces" "ticketing" {
  mcp_integration_id = "ticketing"
}

output "workspaces_with_ticketing" {
  value = data.portkey_mcp_integration_workspaces.ticketing.workspaces[*].workspace_id
}
