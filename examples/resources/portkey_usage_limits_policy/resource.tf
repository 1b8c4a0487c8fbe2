resource "portkey_workspace" "production" {
  name = "Production"
}

# Twenty dollars a month for each user, of all requests that name a user.
resource "portkey_usage_limits_policy" "per_user" {
  workspace_id    = portkey_workspace.production.id
  name            = "Per user"
  type            = "cost"
  credit_limit    = 20
  alert_threshold = 16
  periodic_reset  = "monthly"
  group_by        = ["metadata.user"]

  conditions = [{ key = "metadata.user", values = ["*"] }]
}
