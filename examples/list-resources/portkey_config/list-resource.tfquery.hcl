# The configs of one workspace. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=configs.tf
# Add the attribute config yourself: Terraform does not write sensitive values.
list "portkey_config" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
