resource "portkey_workspace" "customer_support" {
  name = "Customer support"
}

resource "portkey_mcp_integration_workspace_access" "customer_support" {
  mcp_integration_id = "ticketing"
  workspace_id       = portkey_workspace.customer_support.id
}
