resource "portkey_workspace" "production" {
  name = "Production"
}

# Sixty requests a minute for each API key, to one model.
resource "portkey_rate_limits_policy" "per_key" {
  workspace_id = portkey_workspace.production.id
  name         = "Per API key"
  type         = "requests"
  unit         = "rpm"
  value        = 60
  group_by     = ["api_key"]

  conditions = [{ key = "model", values = ["gpt-4o"] }]
}
