data "portkey_workspace_security_settings" "fraud_detection" {
  workspace_id = "ws-fraud-de-1f2e3d"
}

output "members_may_view_logs" {
  value = data.portkey_workspace_security_settings.fraud_detection.settings["members_view_logs"]
}
