# Several workspaces. Whoever is no user of the organisation yet is invited to the
# workspace, and becomes a member by accepting.
variable "teams" {
  description = "The role of each member by the e-mail address, by the slug of the workspace."
  type        = map(map(string))
  default = {
    ws-fraud-de-1f2e3d = {
      "grace.hopper@example.com" = "admin"
      "alan.turing@example.com"  = "member"
    }
    ws-suppor-4c5b6a = {
      "katherine.jones@example.com" = "manager"
    }
  }
}

resource "portkey_workspace_members" "team" {
  for_each = var.teams

  workspace_id = each.key
  members      = each.value
  when_unknown = "invite"
}
