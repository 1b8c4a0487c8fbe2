# The following command disconnects the user:
#   terraform apply -invoke=action.portkey_disconnect_mcp_user.ada
action "portkey_disconnect_mcp_user" "ada" {
  config {
    workspace_id  = "ws-produc-1f2e3d"
    mcp_server_id = "github"
    user_id       = "ada@example.com"
  }
}
