# Which groups administer the workspace.
data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_scim_workspace_mappings" "admins" {
  workspace_id = data.portkey_workspace.production.id
  role         = "admin"
}

output "admin_groups" {
  value = data.portkey_scim_workspace_mappings.admins.scim_workspace_mappings[*].scim_group
}
