# What each request of the team goes through, and what each user may use.

resource "portkey_guardrail" "this" {
  for_each = local.guardrails

  name         = each.value.name
  scope        = "workspace"
  workspace_id = portkey_workspace.this[each.value.environment].id
  checks       = each.value.checks
  actions      = { deny = each.value.deny }
}

resource "portkey_config" "this" {
  for_each = local.configured

  name         = "Default"
  workspace_id = portkey_workspace.this[each.key].id
  config       = var.config
}

resource "portkey_workspace_defaults" "this" {
  for_each = setunion(local.configured, local.guarded)

  workspace_id           = portkey_workspace.this[each.key].id
  user_api_key_config_id = var.config == null ? null : portkey_config.this[each.key].slug

  input_guardrails = [
    for key, guardrail in local.guardrails : portkey_guardrail.this[key].slug
    if guardrail.environment == each.key && contains(guardrail.directions, "input")
  ]
  output_guardrails = [
    for key, guardrail in local.guardrails : portkey_guardrail.this[key].slug
    if guardrail.environment == each.key && contains(guardrail.directions, "output")
  ]
}

resource "portkey_usage_limits_policy" "per_user" {
  for_each = try(var.per_user.monthly_budget, null) == null ? {} : portkey_workspace.this

  name           = "Per user"
  workspace_id   = each.value.id
  type           = "cost"
  credit_limit   = var.per_user.monthly_budget
  periodic_reset = "monthly"
  group_by       = ["metadata._user"]
  conditions     = [{ key = "metadata._user", values = ["*"] }]
}

resource "portkey_rate_limits_policy" "per_user" {
  for_each = try(var.per_user.requests_per_minute, null) == null ? {} : portkey_workspace.this

  name         = "Per user"
  workspace_id = each.value.id
  type         = "requests"
  unit         = "rpm"
  value        = var.per_user.requests_per_minute
  group_by     = ["metadata._user"]
  conditions   = [{ key = "metadata._user", values = ["*"] }]
}
