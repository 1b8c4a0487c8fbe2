data "portkey_mcp_server" "github" {
  workspace_id = "ws-produc-1f2e3d"
  slug         = "github"
}

output "github_url" {
  description = "Where clients connect to the MCP server."
  value       = data.portkey_mcp_server.github.url
}
