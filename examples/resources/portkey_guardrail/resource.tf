resource "portkey_workspace" "production" {
  name = "Production"
}

# Denies requests of the workspace that contain personal data, where a config refers to it.
resource "portkey_guardrail" "personal_data" {
  name         = "No personal data"
  scope        = "workspace"
  workspace_id = portkey_workspace.production.id

  checks = [{
    id         = "portkey.pii"
    parameters = jsonencode({ categories = ["CREDIT_CARD", "SSN"] })
  }]

  actions = { deny = true }
}
