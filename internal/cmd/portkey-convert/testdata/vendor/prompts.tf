# Prompts in a collection, with and without parameters.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_prompt_collection" "support" {
  name         = "Support"
  workspace_id = portkey_workspace.production.id
}

resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = portkey_prompt_collection.support.id
  template      = "May {{customer}} have a refund of {{amount}}?"
  model         = "gpt-4o"
  virtual_key   = "openai-prod"

  parameters = jsonencode({
    temperature = 0.2
  })

  version_description = "The first one"
}

resource "portkey_prompt" "greeting" {
  name          = "Greeting"
  collection_id = portkey_prompt_collection.support.id
  model         = "gpt-4o-mini"
  virtual_key   = "openai-prod"

  template = jsonencode([
    { role = "system", content = [{ type = "text", text = "Greet {{customer}}." }] },
  ])
}

output "versions" {
  value = [portkey_prompt.refund.prompt_version, portkey_prompt.refund.prompt_version_id, portkey_prompt.greeting.updated_at != ""]
}
