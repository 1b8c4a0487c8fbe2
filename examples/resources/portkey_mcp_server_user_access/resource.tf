resource "portkey_mcp_server" "github" {
  workspace_id       = "ws-fraud-de-1f2e3d"
  mcp_integration_id = "github"
  name               = "GitHub"
}

# Nobody may use the server but these. Users who are not named, and have no access of their
# own, have that of the default.
resource "portkey_mcp_server_user_access" "github" {
  mcp_server_id  = portkey_mcp_server.github.id
  default_access = "deny"

  users = {
    "ada@example.com"   = true
    "grace@example.com" = true
  }
}
