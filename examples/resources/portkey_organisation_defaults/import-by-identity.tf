import {
  to = portkey_organisation_defaults.this
  identity = {
    id = "organisation_defaults"
  }
}

resource "portkey_organisation_defaults" "this" {
  input_guardrails = ["pg-no-pii-3c4d5e"]
}
