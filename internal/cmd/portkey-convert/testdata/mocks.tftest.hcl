mock_provider "portkey" {
  mock_resource "portkey_workspace" {
    defaults = { slug = "ws-one-123456", "updated_at" = "2026-01-01T00:00:00Z" }
  }

  mock_data "portkey_workspaces" {
    defaults = {
      workspaces = [{ updated_at = "2026-01-01T00:00:00Z", metadata = { updated_at = "kept" } }]
    }
  }
}

override_data {
  target = data.portkey_workspace.one
  values = { metadata = { team = "a" } }
}

run "one" {
  override_resource {
    target = portkey_config.retries
    values = { updated_at = "2026-01-01T00:00:00Z" }
  }

  assert {
    condition     = portkey_workspace.one.updated_at != "" && var.updated_at == null
    error_message = "It has no time."
  }
}
