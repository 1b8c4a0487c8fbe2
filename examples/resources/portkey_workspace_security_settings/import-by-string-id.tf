# The workspace, by ID, slug or exact name.
import {
  to = portkey_workspace_security_settings.fraud_detection
  id = "ws-fraud-de-1f2e3d"
}

resource "portkey_workspace_security_settings" "fraud_detection" {
  workspace_id = "ws-fraud-de-1f2e3d"
  settings = {
    members_view_logs = false
  }
}
