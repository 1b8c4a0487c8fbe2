data "portkey_integration_models" "openai" {
  integration_id = "openai-production"
}

output "enabled_models" {
  value = [for model in data.portkey_integration_models.openai.models : model.slug if model.enabled]
}
