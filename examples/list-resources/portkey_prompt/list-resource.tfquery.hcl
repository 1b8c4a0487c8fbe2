# The prompts of one workspace. The following command generates a resource and an
# import block for each of them:
#   terraform query -generate-config-out=prompts.tf
list "portkey_prompt" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
