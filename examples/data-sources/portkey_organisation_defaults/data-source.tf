data "portkey_organisation_defaults" "this" {}

output "guardrails_of_every_request" {
  value = data.portkey_organisation_defaults.this.input_guardrails
}
