data "portkey_integration_workspace_access" "fraud_detection" {
  integration_id = "openai-production"
  workspace_id   = "ws-fraud-de-1f2e3d"
}

output "budget_of_fraud_detection" {
  value = data.portkey_integration_workspace_access.fraud_detection.usage_limits
}
