# The usage limits policies of one workspace. The following command generates a resource
# and an import block for each of them:
#   terraform query -generate-config-out=policies.tf
list "portkey_usage_limits_policy" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
