data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_mcp_servers" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "integrations_by_server" {
  value = { for server in data.portkey_mcp_servers.production.mcp_servers : server.slug => server.mcp_integration_id }
}
