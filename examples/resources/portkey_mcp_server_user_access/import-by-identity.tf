import {
  to = portkey_mcp_server_user_access.github
  identity = {
    id = "4e8a1f7c-92d3-4b6e-8c05-7a1d3f9b2e64"
  }
}

resource "portkey_mcp_server_user_access" "github" {
  mcp_server_id  = "4e8a1f7c-92d3-4b6e-8c05-7a1d3f9b2e64"
  default_access = "deny"
}
