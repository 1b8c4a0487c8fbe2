# The ID (a UUID) or the slug of the workspace.
import {
  to = portkey_workspace_members.fraud_detection
  id = "ws-fraud-de-1f2e3d"
}

resource "portkey_workspace_members" "fraud_detection" {
  workspace_id = "ws-fraud-de-1f2e3d"

  members = {
    "grace.hopper@example.com" = "admin"
    "alan.turing@example.com"  = "manager"
  }
}
