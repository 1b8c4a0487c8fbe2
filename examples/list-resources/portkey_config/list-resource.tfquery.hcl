# The configs of one workspace. To generate a resource and an import block for each:
#   terraform query -generate-config-out=configs.tf
# Terraform writes no sensitive values, so add the argument config by hand.
list "portkey_config" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}

# The configs of all workspaces that are visible to the API key.
list "portkey_config" "all" {
  provider = portkey
  limit    = 1000
}
