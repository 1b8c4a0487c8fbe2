resource "portkey_workspace" "research" {
  name = "Research"
}

# The organisation's guardrails of requests and responses do not apply to the workspace.
resource "portkey_guardrail_exclusion" "research" {
  for_each = toset(["input", "output"])

  workspace_id = portkey_workspace.research.id
  direction    = each.key
}
