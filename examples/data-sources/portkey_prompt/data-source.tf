data "portkey_workspace" "support" {
  name = "Support"
}

data "portkey_prompt" "refund" {
  name         = "Refund"
  workspace_id = data.portkey_workspace.support.id
}

output "refund" {
  description = "The prompt and its default version, for requests that are to keep to it."
  value       = "${data.portkey_prompt.refund.slug}@${data.portkey_prompt.refund.version}"
}
