data "portkey_mcp_integration_workspace_access" "fraud_detection" {
  mcp_integration_id = "ticketing"
  workspace_id       = "ws-fraud-de-1f2e3d"
}

output "fraud_detection_may_use_ticketing_since" {
  value = data.portkey_mcp_integration_workspace_access.fraud_detection.created_at
}
