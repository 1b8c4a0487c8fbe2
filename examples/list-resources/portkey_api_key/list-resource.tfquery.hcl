# The keys of services in one workspace. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=api_keys.tf
list "portkey_api_key" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
    type         = "workspace-service"
  }
}
