resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_workspace_member" "grace" {
  workspace_id = portkey_workspace.production.id
  email        = "grace.hopper@example.com"
  role         = "manager"
}
