# Every workspace visible to the API key. The following command generates a resource
# and an import block for each of them:
#   terraform query -generate-config-out=workspaces.tf
list "portkey_workspace" "all" {
  provider         = portkey
  include_resource = true
  limit            = 1000
}
