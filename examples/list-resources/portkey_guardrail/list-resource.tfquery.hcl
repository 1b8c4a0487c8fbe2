# The guardrails of one workspace. The following command generates a resource and an import
# block for each of them:
#   terraform query -generate-config-out=guardrails.tf
# Add the parameters of the checks yourself: Terraform does not write sensitive values.
list "portkey_guardrail" "production" {
  provider = portkey

  config {
    workspace_id = "ws-produc-1f2e3d"
  }
}
