import {
  to = portkey_guardrail.secrets
  identity = {
    id = "9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35"
  }
}

resource "portkey_guardrail" "secrets" {
  name  = "No secrets"
  scope = "organisation"

  checks = [{
    id         = "default.contains"
    parameters = jsonencode({ words = ["BEGIN PRIVATE KEY"], operator = "none" })
  }]

  actions = { deny = true }
}
