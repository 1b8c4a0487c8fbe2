# The configs of one workspace. With
#   terraform query -generate-config-out=configs.tf
# each of them is written as a resource with the block that imports it. The config
# itself has to be put in: Terraform writes no sensitive values.
list "portkey_config" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}

# Those of every workspace that the key sees.
list "portkey_config" "all" {
  provider = portkey
  limit    = 1000
}
