# The following command sends the invite again:
#   terraform apply -invoke=action.portkey_resend_invite.ada
resource "portkey_user_invite" "ada" {
  email = "ada@example.com"
  role  = "member"
}

action "portkey_resend_invite" "ada" {
  config {
    invite_id = portkey_user_invite.ada.id
  }
}
