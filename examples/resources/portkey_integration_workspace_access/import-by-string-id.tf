# The integration and the workspace, each by ID, slug or name.
import {
  to = portkey_integration_workspace_access.fraud_detection
  id = "openai-production/ws-fraud-de-1f2e3d"
}

resource "portkey_integration_workspace_access" "fraud_detection" {
  integration_id = "openai-production"
  workspace_id   = "ws-fraud-de-1f2e3d"
}
