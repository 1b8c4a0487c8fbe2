resource "portkey_workspace" "support" {
  name = "Customer support"
}

resource "portkey_prompt_partial" "tone" {
  workspace_id = portkey_workspace.support.id
  name         = "Tone of voice"
  content      = <<-EOT
    Answer in {{language}}.
    Be polite, and never promise a refund.
  EOT
}

output "tone" {
  description = "How the template of a prompt includes the partial."
  value       = "{{>${portkey_prompt_partial.tone.slug}}}"
}
