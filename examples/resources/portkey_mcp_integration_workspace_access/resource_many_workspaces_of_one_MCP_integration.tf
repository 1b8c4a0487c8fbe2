# All workspaces of one MCP integration are enabled in few requests.
variable "workspaces" {
  description = "The slugs of the workspaces that may use the MCP integration."
  type        = set(string)
  default     = ["ws-fraud-de-1f2e3d", "ws-resear-4c5b6a"]
}

resource "portkey_mcp_integration_workspace_access" "ticketing" {
  for_each = var.workspaces

  mcp_integration_id = "ticketing"
  workspace_id       = each.key
}
