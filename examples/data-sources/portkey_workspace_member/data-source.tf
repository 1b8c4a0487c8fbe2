data "portkey_workspace" "production" {
  name = "Production"
}

data "portkey_workspace_member" "grace" {
  workspace_id = data.portkey_workspace.production.id
  email        = "grace.hopper@example.com"
}

output "role_of_grace" {
  value = data.portkey_workspace_member.grace.role
}
