resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

# Settings that are not named stay as they are.
resource "portkey_workspace_security_settings" "fraud_detection" {
  workspace_id = portkey_workspace.fraud_detection.id
  settings = {
    members_view_logs      = false
    members_write_api_keys = false
    managers_view_logs     = true
  }
}
