# The MCP server is tested after it is created and after each update. The following command
# tests it at any time:
#   terraform apply -invoke=action.portkey_test_mcp_server.github
resource "portkey_mcp_server" "github" {
  workspace_id       = "ws-produc-1f2e3d"
  mcp_integration_id = "github"
  name               = "GitHub"

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.portkey_test_mcp_server.github]
    }
  }
}

action "portkey_test_mcp_server" "github" {
  config {
    mcp_server_id = portkey_mcp_server.github.id
  }
}
