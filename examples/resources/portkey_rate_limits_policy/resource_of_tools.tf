# A thousand calls a day of each tool of an MCP server.
resource "portkey_rate_limits_policy" "tools" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Tools of the issue tracker"
  target       = "mcp_tools"
  type         = "requests"
  unit         = "rpd"
  value        = 1000
  group_by     = ["mcp_tool"]

  conditions = [{ key = "mcp_server", values = ["issue-tracker"] }]
}
