# Every workspace that the key sees. With
#   terraform query -generate-config-out=workspaces.tf
# each of them is written as a resource with the block that imports it.
list "portkey_workspace" "all" {
  provider         = portkey
  include_resource = true
  limit            = 1000
}
