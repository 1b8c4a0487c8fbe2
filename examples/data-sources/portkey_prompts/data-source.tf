data "portkey_workspace" "support" {
  name = "Support"
}

data "portkey_prompts" "support" {
  workspace_id = data.portkey_workspace.support.id
}

output "models_by_prompt" {
  value = { for prompt in data.portkey_prompts.support.prompts : prompt.slug => prompt.model }
}
