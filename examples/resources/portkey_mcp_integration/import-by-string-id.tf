# The slug of the MCP integration, its ID (a UUID), its exact name, or workspace/name.
import {
  to = portkey_mcp_integration.code_search
  id = "code-search"
}

resource "portkey_mcp_integration" "code_search" {
  name      = "Code search"
  slug      = "code-search"
  url       = "https://code.example.com/mcp"
  auth_type = "oauth_auto"
  transport = "http"
}
