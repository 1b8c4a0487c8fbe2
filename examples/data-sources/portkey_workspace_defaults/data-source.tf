data "portkey_workspace_defaults" "fraud_detection" {
  workspace_id = "ws-fraud-de-1f2e3d"
}

output "guardrails" {
  value = data.portkey_workspace_defaults.fraud_detection.input_guardrails
}
