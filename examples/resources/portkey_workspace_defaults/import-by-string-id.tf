# The workspace, by ID, slug or exact name.
import {
  to = portkey_workspace_defaults.fraud_detection
  id = "ws-fraud-de-1f2e3d"
}

resource "portkey_workspace_defaults" "fraud_detection" {
  workspace_id     = "ws-fraud-de-1f2e3d"
  input_guardrails = ["pg-no-pii-3c4d5e"]
}
