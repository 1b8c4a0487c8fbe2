# A guardrail of the organisation, by its name. For one of a workspace, set workspace_id.
data "portkey_guardrail" "secrets" {
  name = "No secrets"
}

output "secrets" {
  description = "For input_guardrails and output_guardrails."
  value       = data.portkey_guardrail.secrets.slug
}
