# All workspaces that are visible to the API key. To generate a resource and an import
# block for each:
#   terraform query -generate-config-out=workspaces.tf
list "portkey_workspace" "all" {
  provider         = portkey
  include_resource = true
  limit            = 1000
}
