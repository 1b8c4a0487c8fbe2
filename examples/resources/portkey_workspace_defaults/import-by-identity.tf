import {
  to = portkey_workspace_defaults.fraud_detection
  identity = {
    id = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
  }
}

resource "portkey_workspace_defaults" "fraud_detection" {
  workspace_id     = "ws-fraud-de-1f2e3d"
  input_guardrails = ["pg-no-pii-3c4d5e"]
}
