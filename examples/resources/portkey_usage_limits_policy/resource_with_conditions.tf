# A budget in tokens for each team and model, of the expensive models only, that begins
# again every ten days. The team of the platform has none.
resource "portkey_usage_limits_policy" "per_team" {
  workspace_id        = "ws-produc-1f2e3d"
  name                = "Tokens of teams"
  description         = "Agreed with the heads of the teams."
  type                = "tokens"
  credit_limit        = 2000000
  periodic_reset_days = 10
  group_by            = ["metadata.team", "model"]

  conditions = [
    { key = "model", values = ["o3", "gpt-4.1"] },
    { key = "metadata.team", values = ["*"], excludes = ["platform"] },
  ]
}
