# The workspaces of one MCP integration. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=access.tf
list "portkey_mcp_integration_workspace_access" "ticketing" {
  provider = portkey

  config {
    mcp_integration_id = "ticketing"
  }
}
