output "workspace_ids" {
  description = "The id of each team's workspace."
  value       = { for team, workspace in portkey_workspace.team : team => workspace.id }
}

output "shared_workspace_slug" {
  description = "The slug of the organisation's default workspace."
  value       = data.portkey_workspace.shared.slug
}
