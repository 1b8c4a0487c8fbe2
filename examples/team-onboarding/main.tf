# A workspace for each team of teams.yaml, which is the file to edit, with its budget and
# the people and groups that may enter it.

locals {
  teams = yamldecode(file("${path.module}/${var.teams_file}"))

  # What a team can have. Any other key is an error, because a misspelt budget would
  # otherwise be no budget.
  keys = ["name", "description", "monthly_budget", "members", "groups"]

  # By team and address in lower case, so that a change of case replaces nothing.
  # lookup and merge: a team without members may omit the key, or leave it empty.
  members = merge([
    for team, settings in local.teams : {
      for email, role in merge({}, lookup(settings, "members", null)) :
      "${team}/${lower(email)}" => { team = team, email = email, role = role }
    }
  ]...)

  mappings = merge([
    for team, settings in local.teams : {
      for group, role in merge({}, lookup(settings, "groups", null)) :
      "${team}/${group}" => { team = team, group = group, role = role }
    }
  ]...)

  # The roles of each group: Portkey allows one.
  group_roles = { for mapping in local.mappings : mapping.group => mapping.role... }
}

resource "portkey_workspace" "this" {
  for_each = local.teams

  name                = each.value.name
  description         = lookup(each.value, "description", null)
  deletion_protection = var.deletion_protection

  defaults = {
    metadata = { team = each.key }
  }

  usage_limits = lookup(each.value, "monthly_budget", null) == null ? [] : [
    {
      type            = "cost"
      credit_limit    = each.value.monthly_budget
      alert_threshold = floor(each.value.monthly_budget * 0.8)
      periodic_reset  = "monthly"
    },
  ]

  lifecycle {
    precondition {
      condition     = length(setsubtract(keys(each.value), local.keys)) == 0
      error_message = "The team ${each.key} has unknown keys: ${join(", ", setsubtract(keys(each.value), local.keys))}."
    }
  }
}

# One resource for each person, and not portkey_workspace_members for each workspace:
# that would remove the people whom the SCIM groups bring.
resource "portkey_workspace_member" "this" {
  for_each = local.members

  workspace_id = portkey_workspace.this[each.value.team].id
  email        = each.value.email
  role         = each.value.role
  when_unknown = "invite"

  lifecycle {
    # A mistyped domain would invite a stranger.
    precondition {
      condition     = contains(var.domains, try(split("@", lower(each.value.email))[1], ""))
      error_message = "The address ${each.value.email} of the team ${each.value.team} is not in ${join(", ", var.domains)}."
    }
  }
}

resource "portkey_scim_workspace_mapping" "this" {
  for_each = local.mappings

  workspace_id    = portkey_workspace.this[each.value.team].id
  scim_group_name = each.value.group
  role            = each.value.role

  lifecycle {
    precondition {
      condition     = length(toset(local.group_roles[each.value.group])) == 1
      error_message = "The group ${each.value.group} has several roles: ${join(", ", local.group_roles[each.value.group])}."
    }
  }
}
