# The API keys of the team's services. If the team has a config, a key can use no other.

resource "portkey_api_key" "this" {
  for_each = local.keys

  type         = "workspace-service"
  name         = each.value.name
  description  = each.value.description
  workspace_id = portkey_workspace.this[each.value.environment].id
  scopes       = each.value.scopes
  expires_at   = each.value.expires_at

  defaults = {
    metadata              = { service = each.value.name }
    config_id             = var.config == null ? null : portkey_config.this[each.value.environment].slug
    allow_config_override = var.config == null ? null : false
  }

  usage_limits = each.value.monthly_budget == null ? null : [{
    type            = "cost"
    credit_limit    = each.value.monthly_budget
    alert_threshold = floor(each.value.monthly_budget * 0.8)
    periodic_reset  = "monthly"
  }]

  rate_limits = each.value.requests_per_minute == null ? null : [{
    type  = "requests"
    unit  = "rpm"
    value = each.value.requests_per_minute
  }]

  encrypt_to                  = each.value.encrypt_to
  rotate_trigger              = each.value.rotate_trigger
  rotate_transition_period_ms = each.value.rotate_transition_period_ms
  rotation_policy             = each.value.rotation_policy
}
