# Each user logs in to the MCP server. The headers that are listed are passed on to it.
resource "portkey_mcp_integration" "code_search" {
  name        = "Code search"
  slug        = "code-search"
  description = "Searches the repositories of the company"
  url         = "https://code.example.com/mcp"
  auth_type   = "oauth_auto"
  transport   = "http"

  configurations = jsonencode({
    forward_headers          = ["x-request-id"]
    user_identity_forwarding = { method = "claims_header", include_claims = ["email"] }
  })
}
