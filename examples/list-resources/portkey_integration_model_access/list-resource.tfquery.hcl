# The models of an integration that are enabled or custom. The following command generates a
# resource and an import block for each of them:
#   terraform query -generate-config-out=models.tf
list "portkey_integration_model_access" "openai" {
  provider = portkey
  limit    = 1000

  config {
    integration_id = "openai-production"
  }
}
