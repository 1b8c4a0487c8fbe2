data "portkey_prompt_partial" "tone" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Tone of voice"
}

output "content" {
  value = data.portkey_prompt_partial.tone.content
}
