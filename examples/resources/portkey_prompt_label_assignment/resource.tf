resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = "co-refunds-1a2b3c"
  provider_id   = "openai-support"
  model         = "gpt-4o"
  template      = "May {{customer}} have a refund?"
  publish       = false
}

resource "portkey_prompt_label" "candidate" {
  name         = "candidate"
  workspace_id = portkey_prompt.refund.workspace_id
}

# Requests for the slug of the prompt with @candidate use the latest version.
resource "portkey_prompt_label_assignment" "candidate" {
  prompt_id = portkey_prompt.refund.id
  label_id  = portkey_prompt_label.candidate.id
  version   = portkey_prompt.refund.latest_version
}
