resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.production.id

  config = jsonencode({
    retry = { attempts = 3 }
  })
}
