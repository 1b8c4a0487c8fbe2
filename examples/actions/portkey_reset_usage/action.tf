# The following command sets to zero what the key has spent:
#   terraform apply -invoke=action.portkey_reset_usage.nightly_reports
action "portkey_reset_usage" "nightly_reports" {
  config {
    api_key_id = "6f1c9d2e-5b7a-4c3d-8e9f-0a1b2c3d4e5f"
  }
}

# A provider of a workspace.
action "portkey_reset_usage" "openai_production" {
  config {
    provider_id  = "openai-production"
    workspace_id = "ws-fraud-a1b2c3"
  }
}

# What one workspace has spent on an integration.
action "portkey_reset_usage" "openai_fraud_detection" {
  config {
    integration_id = "openai"
    workspace_id   = "ws-fraud-a1b2c3"
  }
}

# What one user has spent under a policy.
action "portkey_reset_usage" "budget_of_dana" {
  config {
    policy_id = "3b8e1d54-7a2f-4c69-8d10-5e9f2b6c4a71"
    value_key = "dana@example.com"
  }
}
