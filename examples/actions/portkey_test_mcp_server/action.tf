# The following command tests the MCP server:
#   terraform apply -invoke=action.portkey_test_mcp_server.github
action "portkey_test_mcp_server" "github" {
  config {
    mcp_server_id = portkey_mcp_server.github.id
  }
}

resource "portkey_mcp_server" "github" {
  workspace_id       = "ws-produc-1f2e3d"
  mcp_integration_id = "github"
  name               = "GitHub"
}
