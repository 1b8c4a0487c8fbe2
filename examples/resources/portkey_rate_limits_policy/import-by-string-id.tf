import {
  to = portkey_rate_limits_policy.per_key
  id = "c5d2f7a8-1b43-4e90-a6c7-8f0d3e5b2914"
}

resource "portkey_rate_limits_policy" "per_key" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Per API key"
  type         = "requests"
  unit         = "rpm"
  value        = 60
  group_by     = ["api_key"]

  conditions = [{ key = "model", values = ["gpt-4o"] }]
}
