# The organisation: its integrations, and the module team for each entry of teams.yaml, which
# is the file to edit.

locals {
  teams        = yamldecode(file("${path.module}/${var.teams_file}"))
  integrations = yamldecode(file("${path.module}/${var.integrations_file}"))
}

resource "portkey_integration" "this" {
  for_each = local.integrations

  name           = each.value.name
  slug           = each.key
  ai_provider_id = each.value.ai_provider
  key            = lookup(var.ai_provider_keys, each.key, null)
}

resource "portkey_integration_models" "this" {
  for_each = local.integrations

  integration_id = portkey_integration.this[each.key].id
  models         = { for model in each.value.models : model => {} }
}

# merge: what is empty in YAML is null, and here means that there are no further settings.
module "team" {
  source   = "../team"
  for_each = local.teams

  team        = each.key
  name        = each.value.name
  description = try(each.value.description, null)
  metadata    = try(each.value.metadata, null)
  groups      = try(each.value.groups, null)
  per_user    = try(each.value.per_user, null)

  # Whoever is no user yet is invited, and becomes a member once the invite is accepted.
  members = { for email, role in merge({}, try(each.value.members, null)) : email => role if contains(local.users, lower(email)) }

  environments = {
    for name, environment in each.value.environments : name => merge({}, environment, {
      integrations = {
        for slug, access in merge({}, try(environment.integrations, null)) : slug => merge({}, access, {
          integration_id = lookup(local.integration_ids, slug, slug)
        })
      }
      keys = { for key, settings in merge({}, try(environment.keys, null)) : key => merge({}, settings) }
    })
  }

  config = try(each.value.config, null) == null ? null : provider::portkey::gateway_config(each.value.config)

  guardrails = {
    for name, guardrail in merge({}, try(each.value.guardrails, null)) : name => merge(guardrail, {
      checks = [for check in guardrail.checks : merge(check, { parameters = try(jsonencode(check.parameters), null) })]
    })
  }
}
