# The guardrails of the organisation itself.
list "portkey_guardrail" "organisation" {
  provider = portkey
  limit    = 1000
}
