# A label that every workspace has.
data "portkey_prompt_label" "production" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "production"
}

output "label_id" {
  value = data.portkey_prompt_label.production.id
}
