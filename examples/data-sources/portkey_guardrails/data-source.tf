data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_guardrails" "production" {
  workspace_id = data.portkey_workspace.production.id
}

output "guardrail_names_by_slug" {
  value = { for guardrail in data.portkey_guardrails.production.guardrails : guardrail.slug => guardrail.name }
}
