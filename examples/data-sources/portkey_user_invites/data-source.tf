# The invites that nobody has accepted yet.
data "portkey_user_invites" "pending" {
  status = "pending"
}

output "pending_until" {
  value = { for invite in data.portkey_user_invites.pending.user_invites : invite.email => invite.expires_at }
}
