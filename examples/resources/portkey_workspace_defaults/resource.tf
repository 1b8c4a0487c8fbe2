resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.fraud_detection.id
  config       = jsonencode({ retry = { attempts = 3 } })
}

resource "portkey_workspace_defaults" "fraud_detection" {
  workspace_id           = portkey_workspace.fraud_detection.id
  user_api_key_config_id = portkey_config.retries.id
}
