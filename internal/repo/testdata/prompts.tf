# What a team adds to examples/organisation: a prompt, which is published with each change.

variable "question" {
  description = "The template of the user's message."
  type        = string
  default     = "{{question}}"
}

locals {
  payments = module.team["payments"].workspaces["production"].id
}

resource "portkey_prompt_collection" "support" {
  name         = "Support"
  workspace_id = local.payments
}

resource "portkey_prompt_partial" "tone" {
  name         = "Tone"
  workspace_id = local.payments
  content      = "Answer in two sentences."
}

resource "portkey_prompt" "answer" {
  name          = "Answer a customer"
  collection_id = portkey_prompt_collection.support.id
  provider_id   = module.team["payments"].providers["production/openai"]
  model         = "gpt-4o-mini"

  template = jsonencode([
    { role = "system", content = "{{>${portkey_prompt_partial.tone.slug}}}" },
    { role = "user", content = var.question },
  ])
}

resource "portkey_prompt_label" "live" {
  name         = "live"
  workspace_id = local.payments
}

resource "portkey_prompt_label_assignment" "live" {
  prompt_id = portkey_prompt.answer.id
  label_id  = portkey_prompt_label.live.id
  version   = portkey_prompt.answer.version
}
