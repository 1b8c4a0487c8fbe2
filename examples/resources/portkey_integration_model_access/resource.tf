resource "portkey_integration_model_access" "gpt_4o" {
  integration_id = "openai-production"
  model_slug     = "gpt-4o"
}
