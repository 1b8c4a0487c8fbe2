# The ID of the guardrail (a UUID), its slug, or its exact name: that of one in a workspace
# as workspace/name.
import {
  to = portkey_guardrail.secrets
  id = "pg-nosecr-1a2b3c"
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
