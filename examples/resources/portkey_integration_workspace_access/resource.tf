resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_integration_workspace_access" "fraud_detection" {
  integration_id = "openai-production"
  workspace_id   = portkey_workspace.fraud_detection.id

  usage_limits = [{
    type            = "cost"
    credit_limit    = 500
    alert_threshold = 400
    periodic_reset  = "monthly"
  }]
}
