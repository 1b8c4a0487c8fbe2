data "portkey_prompt_collections" "support" {
  workspace_id = "ws-produc-1f2e3d"
}

output "default_collection" {
  description = "The ID of the default collection of the workspace."
  value       = one([for collection in data.portkey_prompt_collections.support.prompt_collections : collection.id if collection.is_default])
}
