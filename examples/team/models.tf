# Which models the team may call: the integrations of the organisation, each through a
# provider of the same slug in every workspace, so that configs are the same in all of them.

resource "portkey_integration_workspace_access" "this" {
  for_each = local.integrations

  integration_id = each.value.integration_id
  workspace_id   = portkey_workspace.this[each.value.environment].id

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
}

# It refers to the access, so that it is created after it, and destroyed before it.
resource "portkey_provider" "this" {
  for_each = { for name, access in local.integrations : name => access if access.create_provider }

  name           = each.value.slug
  slug           = each.value.slug
  workspace_id   = portkey_integration_workspace_access.this[each.key].workspace_id
  integration_id = portkey_integration_workspace_access.this[each.key].integration_id
}
