# A guardrail of the organisation, which its defaults can enforce on every workspace.
resource "portkey_guardrail" "secrets" {
  name  = "No secrets"
  scope = "organisation"

  checks = [
    {
      id         = "default.regexMatch"
      name       = "Keys of AWS"
      parameters = jsonencode({ rule = "AKIA[0-9A-Z]{16}", not = true })
    },
    {
      id         = "default.contains"
      name       = "Private keys"
      parameters = jsonencode({ words = ["BEGIN PRIVATE KEY"], operator = "none" })
    },
  ]

  actions = {
    deny    = true
    on_fail = { feedback = { value = -10, metadata = jsonencode({ team = "security" }) } }
  }
}
