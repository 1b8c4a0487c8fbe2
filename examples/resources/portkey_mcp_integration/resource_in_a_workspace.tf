# An MCP integration of one workspace, without authentication.
resource "portkey_workspace" "research" {
  name = "Research"
}

resource "portkey_mcp_integration" "papers" {
  name         = "Papers"
  slug         = "papers"
  workspace_id = portkey_workspace.research.id
  url          = "https://papers.example.com/sse"
  auth_type    = "none"
  transport    = "sse"
}
