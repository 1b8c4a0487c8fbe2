import {
  to = portkey_mcp_integration.code_search
  identity = {
    id = "6c1d8a72-0f3b-4e95-a4c7-2b9e5d7f1083"
  }
}

resource "portkey_mcp_integration" "code_search" {
  name      = "Code search"
  slug      = "code-search"
  url       = "https://code.example.com/mcp"
  auth_type = "oauth_auto"
  transport = "http"
}
