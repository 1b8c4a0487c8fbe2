# Who has no user yet is invited, and becomes a member by accepting.
variable "team" {
  description = "The role of each member of the team, by e-mail address."
  type        = map(string)
  default = {
    "ada.lovelace@example.com"      = "admin"
    "grace.hopper@example.com"      = "manager"
    "katherine.johnson@example.com" = "member"
  }
}

resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_workspace_member" "team" {
  for_each = var.team

  workspace_id = portkey_workspace.fraud_detection.id
  email        = each.key
  role         = each.value
  when_unknown = "invite"
}
