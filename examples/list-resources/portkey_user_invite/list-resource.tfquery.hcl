# The pending invites. The following command generates a resource and an import block for
# each of them:
#   terraform query -generate-config-out=invites.tf
# Portkey does not return api_key_scopes: add the attribute yourself.
list "portkey_user_invite" "pending" {
  provider = portkey

  config {
    status = "pending"
  }
}
