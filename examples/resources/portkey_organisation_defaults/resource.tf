variable "guardrails" {
  description = "The slugs of guardrails of the organisation that check every request."
  type        = list(string)
  default     = []
}

resource "portkey_organisation_defaults" "this" {
  input_guardrails = var.guardrails
}
