# The MCP integrations of the organisation and of its workspaces. The following command
# generates a resource and an import block for each of them, without the secrets:
#   terraform query -generate-config-out=mcp_integrations.tf
list "portkey_mcp_integration" "all" {
  provider = portkey
  limit    = 1000
}
