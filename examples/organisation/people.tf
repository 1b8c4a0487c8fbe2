# Portkey accepts one pending invite for an address, and a person may be in several teams. So
# the invite is to the organisation alone, and the apply after it is accepted adds the
# workspaces.

data "portkey_users" "all" {}

locals {
  users  = toset([for user in data.portkey_users.all.users : lower(user.email)])
  people = toset(flatten([for team in values(local.teams) : [for email in keys(merge({}, try(team.members, null))) : lower(email)]]))
}

resource "portkey_user_invite" "this" {
  for_each = setsubtract(local.people, local.users)

  email = each.key
  role  = "member"

  lifecycle {
    # A mistyped domain would invite a stranger.
    precondition {
      condition     = var.domains == null ? true : contains(var.domains, try(split("@", each.key)[1], ""))
      error_message = "The address ${each.key} is in none of the domains ${join(", ", coalesce(var.domains, []))}."
    }
  }
}
