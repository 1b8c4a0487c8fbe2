data "portkey_prompt_labels" "organisation" {
  scope = "organisation"
}

output "names" {
  value = data.portkey_prompt_labels.organisation.prompt_labels[*].name
}
