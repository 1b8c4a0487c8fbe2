import {
  to = portkey_mcp_server.github
  identity = {
    workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
    id           = "4e8a1f7c-92d3-4b6e-8c05-7a1d3f9b2e64"
  }
}

resource "portkey_mcp_server" "github" {
  workspace_id       = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  mcp_integration_id = "github"
  name               = "GitHub"
}
