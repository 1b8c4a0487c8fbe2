data "portkey_prompt_collection" "refunds" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Refunds"
}

output "slug" {
  value = data.portkey_prompt_collection.refunds.slug
}
