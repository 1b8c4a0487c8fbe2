# Every user of the organisation except its owners. The following command generates a
# resource and an import block for each of them:
#   terraform query -generate-config-out=users.tf
# Remove user_id or email from each resource: exactly one of them may be set.
list "portkey_user" "all" {
  provider         = portkey
  include_resource = true
  limit            = 1000
}
