# The MCP server, by ID (a UUID) or slug.
import {
  to = portkey_mcp_server_user_access.github
  id = "fraud-github"
}

resource "portkey_mcp_server_user_access" "github" {
  mcp_server_id  = "fraud-github"
  default_access = "deny"
}
