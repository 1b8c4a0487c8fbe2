import {
  to = portkey_usage_limits_policy.per_user
  identity = {
    id = "3b8e1d54-7a2f-4c69-8d10-5e9f2b6c4a71"
  }
}

resource "portkey_usage_limits_policy" "per_user" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Per user"
  type         = "cost"
  credit_limit = 20
  group_by     = ["metadata.user"]

  conditions = [{ key = "workspace_id", values = ["ws-produc-1f2e3d"] }]
}
