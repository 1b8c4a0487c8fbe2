# The MCP servers of one workspace. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=mcp_servers.tf
list "portkey_mcp_server" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
