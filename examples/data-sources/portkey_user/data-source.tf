data "portkey_user" "ada" {
  email = "ada@example.com"
}

output "workspaces_of_ada" {
  value = data.portkey_user.ada.workspace_ids
}
