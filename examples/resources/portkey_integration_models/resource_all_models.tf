# All models of the catalogue can be used, including those that are added later.
resource "portkey_integration_models" "anthropic" {
  integration_id   = "anthropic-production"
  allow_all_models = true
}
