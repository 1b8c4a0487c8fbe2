data "portkey_workspaces" "all" {}

output "workspace_ids_by_slug" {
  value = { for workspace in data.portkey_workspaces.all.workspaces : workspace.slug => workspace.id }
}
