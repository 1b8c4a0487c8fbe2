# Everybody who is not a user yet: whoever has accepted an invite stays in the list.
variable "team" {
  description = "The role in the workspace, by e-mail address."
  type        = map(string)
  default = {
    "ada@example.com"   = "admin"
    "grace@example.com" = "member"
  }
}

resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_user_invite" "team" {
  for_each = var.team

  email      = each.key
  role       = "member"
  workspaces = [{ workspace_id = portkey_workspace.fraud_detection.id, role = each.value }]
}

output "not_accepted" {
  value = [for email, invite in portkey_user_invite.team : email if invite.status != "accepted"]
}
