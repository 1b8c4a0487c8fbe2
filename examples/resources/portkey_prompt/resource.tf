resource "portkey_workspace" "support" {
  name = "Support"
}

resource "portkey_prompt_collection" "refunds" {
  name         = "Refunds"
  workspace_id = portkey_workspace.support.id
}

resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = portkey_prompt_collection.refunds.id
  provider_id   = "openai-support"
  model         = "gpt-4o"

  template = jsonencode([
    { role = "system", content = [{ type = "text", text = "You decide on refunds up to {{limit}}." }] },
    { role = "user", content = [{ type = "text", text = "{{question}}" }] },
  ])

  parameters = jsonencode({
    temperature = 0.2
    limit       = "100 EUR"
  })
}
