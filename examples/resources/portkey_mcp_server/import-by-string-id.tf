# workspace/server: the workspace by ID, slug or name, the MCP server by slug, ID or name.
import {
  to = portkey_mcp_server.github
  id = "ws-fraud-de-1f2e3d/fraud-github"
}

resource "portkey_mcp_server" "github" {
  workspace_id       = "ws-fraud-de-1f2e3d"
  mcp_integration_id = "github"
  name               = "GitHub"
}
