resource "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

resource "portkey_mcp_integration_workspace_access" "fraud" {
  mcp_integration_id = "github"
  workspace_id       = portkey_workspace.fraud.id
}

resource "portkey_mcp_server" "github" {
  workspace_id       = portkey_mcp_integration_workspace_access.fraud.workspace_id
  mcp_integration_id = portkey_mcp_integration_workspace_access.fraud.mcp_integration_id
  name               = "GitHub"
  slug               = "fraud-github"
  description        = "The repositories of the fraud team."
}
