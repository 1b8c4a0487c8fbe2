import {
  to = portkey_workspace_members.fraud_detection
  identity = {
    id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  }
}

resource "portkey_workspace_members" "fraud_detection" {
  workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"

  members = {
    "grace.hopper@example.com" = "admin"
    "alan.turing@example.com"  = "manager"
  }
}
