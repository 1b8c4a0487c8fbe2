# The workspaces of one integration. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=access.tf
list "portkey_integration_workspace_access" "openai" {
  provider = portkey

  config {
    integration_id = "openai-production"
  }
}
