# What Terraform would drop without a word: a misspelt key of an object is no error, and a
# misspelt budget would be no budget.

locals {
  known = {
    team        = ["name", "description", "metadata", "members", "groups", "environments", "config", "guardrails", "per_user"]
    environment = ["name", "monthly_budget", "requests_per_minute", "deletion_protection", "force_delete", "integrations", "keys"]
    integration = ["monthly_budget", "requests_per_minute", "create_provider"]
    key = [
      "description", "scopes", "monthly_budget", "requests_per_minute", "expires_at",
      "encrypt_to", "rotate_trigger", "rotate_transition_period_ms", "rotation_policy",
    ]
    rotation  = ["rotation_period", "rotation_period_days", "key_transition_period_ms"]
    guardrail = ["checks", "directions", "deny"]
    check     = ["id", "name", "parameters"]
    per_user  = ["monthly_budget", "requests_per_minute"]
  }

  # Every mapping of the file: its path, its kind and its keys.
  mappings = flatten([
    for team, settings in local.teams : [
      { path = team, kind = "team", keys = keys(settings) },
      { path = "${team}.per_user", kind = "per_user", keys = keys(merge({}, try(settings.per_user, null))) },
      [for name, environment in settings.environments : [
        { path = "${team}.environments.${name}", kind = "environment", keys = keys(merge({}, environment)) },
        [for slug, access in merge({}, try(environment.integrations, null)) :
          { path = "${team}.environments.${name}.integrations.${slug}", kind = "integration", keys = keys(merge({}, access)) }
        ],
        [for key, value in merge({}, try(environment.keys, null)) : [
          { path = "${team}.environments.${name}.keys.${key}", kind = "key", keys = keys(merge({}, value)) },
          { path = "${team}.environments.${name}.keys.${key}.rotation_policy", kind = "rotation", keys = keys(merge({}, try(value.rotation_policy, null))) },
        ]],
      ]],
      [for name, guardrail in merge({}, try(settings.guardrails, null)) : [
        { path = "${team}.guardrails.${name}", kind = "guardrail", keys = keys(guardrail) },
        [for i, check in guardrail.checks : { path = "${team}.guardrails.${name}.checks[${i}]", kind = "check", keys = keys(check) }],
      ]],
    ]
  ])
  unknown = flatten([for mapping in local.mappings : [for key in setsubtract(mapping.keys, local.known[mapping.kind]) : "${mapping.path}.${key}"]])

  integration_ids = { for slug, integration in portkey_integration.this : slug => integration.id }
  missing = distinct(flatten([
    for team in values(local.teams) : [for environment in values(team.environments) : [
      for slug in keys(merge({}, try(environment.integrations, null))) : slug if !contains(keys(local.integrations), slug)
    ]]
  ]))

  # The roles of each group: Portkey allows one.
  roles = { for grant in flatten([
    for team in values(local.teams) : [for group, role in merge({}, try(team.groups, null)) : { group = group, role = role }]
  ]) : grant.group => grant.role... }
  ambiguous = [for group, roles in local.roles : group if length(distinct(roles)) > 1]
}
