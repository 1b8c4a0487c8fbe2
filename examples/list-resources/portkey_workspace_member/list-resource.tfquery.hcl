# The members of one workspace. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=members.tf
list "portkey_workspace_member" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
