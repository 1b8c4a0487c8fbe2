data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_workspace_members" "admins" {
  workspace_id = data.portkey_workspace.production.id
  role         = "admin"
}

output "admins" {
  value = data.portkey_workspace_members.admins.members[*].email
}
