# The partials of one workspace. The following command generates a resource and an import
# block for each of them:
#   terraform query -generate-config-out=partials.tf
list "portkey_prompt_partial" "support" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
