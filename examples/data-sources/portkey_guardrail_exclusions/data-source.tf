data "portkey_guardrail_exclusions" "requests" {
  direction = "input"
}

output "workspaces_without_guardrails" {
  value = data.portkey_guardrail_exclusions.requests.workspaces[*].workspace_id
}
