# All that one team needs: a workspace for each environment, who may enter it, which models
# it may call, what its requests go through, its API keys, and what its users may use.
# References alone put it in order, so one apply creates it, and one destroy deletes it.

locals {
  environments = { for name, environment in var.environments : name => environment if environment != null }

  # What the team has in each workspace, as environment/name.
  members = merge([
    for environment in keys(local.environments) : {
      # A change of the case of an address replaces nothing.
      for email, role in var.members : "${environment}/${lower(email)}" => { environment = environment, email = email, role = role } if role != null
    }
  ]...)
  groups = merge([
    for environment in keys(local.environments) : {
      for group, role in var.groups : "${environment}/${group}" => { environment = environment, group = group, role = role } if role != null
    }
  ]...)
  integrations = merge([
    for environment, settings in local.environments : {
      for slug, access in settings.integrations : "${environment}/${slug}" => merge(access, { environment = environment, slug = slug }) if access != null
    }
  ]...)
  keys = merge([
    for environment, settings in local.environments : {
      for name, key in settings.keys : "${environment}/${name}" => merge(key, { environment = environment, name = name }) if key != null
    }
  ]...)
  guardrails = merge([
    for environment in keys(local.environments) : {
      for name, guardrail in var.guardrails : "${environment}/${name}" => merge(guardrail, { environment = environment, name = name }) if guardrail != null
    }
  ]...)

  # The environments, if the team has a config, and none otherwise.
  configured = toset(var.config == null ? [] : keys(local.environments))
  guarded    = toset([for guardrail in local.guardrails : guardrail.environment])
}

resource "portkey_workspace" "this" {
  for_each = local.environments

  name                = coalesce(each.value.name, "${var.name} ${each.key}")
  description         = var.description
  deletion_protection = each.value.deletion_protection
  force_delete        = each.value.force_delete

  defaults = {
    metadata = merge(var.metadata, { team = var.team, environment = each.key })
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
}
