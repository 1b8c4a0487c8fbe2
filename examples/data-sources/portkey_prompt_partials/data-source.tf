data "portkey_prompt_partials" "support" {
  workspace_id = "ws-produc-1f2e3d"
}

output "slugs" {
  value = { for partial in data.portkey_prompt_partials.support.prompt_partials : partial.name => partial.slug }
}
