# Policies with conditions and groups in JSON, written in place and elsewhere.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

resource "portkey_workspace" "production" {
  name = "Production"
}

locals {
  models = [{ key = "model", value = ["gpt-4o", "o3"], excludes = "o3" }]
}

resource "portkey_usage_limits_policy" "per_user" {
  workspace_id    = portkey_workspace.production.id
  name            = "Per user"
  type            = "cost"
  credit_limit    = 1000
  alert_threshold = 800
  periodic_reset  = "monthly"

  conditions = jsonencode([
    { key = "workspace_id", value = portkey_workspace.production.id },
  ])
  group_by = jsonencode([{ key = "metadata._user" }, { key = "model" }])
}

resource "portkey_usage_limits_policy" "by_days" {
  workspace_id        = portkey_workspace.production.id
  name                = "By days"
  type                = "tokens"
  credit_limit        = 1000.5
  periodic_reset_days = 10
  conditions          = jsonencode(local.models)
  group_by            = jsonencode([{ key = "api_key" }])
}

resource "portkey_rate_limits_policy" "per_key" {
  workspace_id = portkey_workspace.production.id
  name         = "Per API key"
  type         = "requests"
  unit         = "rpm"
  value        = 100
  conditions   = jsonencode([{ key = "model", value = "gpt-4o" }])
  group_by     = jsonencode([{ key = "api_key" }])
}
