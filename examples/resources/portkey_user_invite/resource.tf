resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_user_invite" "ada" {
  email = "ada@example.com"
  role  = "member"

  workspaces = [
    { workspace_id = portkey_workspace.production.id, role = "manager" },
  ]
  api_key_scopes = ["completions.write", "logs.view"]
}
