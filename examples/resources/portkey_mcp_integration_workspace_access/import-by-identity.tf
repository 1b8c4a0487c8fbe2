import {
  to = portkey_mcp_integration_workspace_access.fraud_detection
  identity = {
    id = "ticketing/ws-fraud-de-1f2e3d"
  }
}

resource "portkey_mcp_integration_workspace_access" "fraud_detection" {
  mcp_integration_id = "ticketing"
  workspace_id       = "ws-fraud-de-1f2e3d"
}
