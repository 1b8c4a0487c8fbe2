# Every secret reference. The following command generates a resource and an import block
# for each of them:
#   terraform query -generate-config-out=secret_references.tf
# Add the secrets yourself, since Portkey does not return them.
list "portkey_secret_reference" "all" {
  provider         = portkey
  include_resource = true
  limit            = 1000
}
