resource "portkey_integration_models" "openai" {
  integration_id = "openai-production"

  models = {
    "gpt-4o"      = {}
    "gpt-4o-mini" = {}

    # A fine-tuned model, with prices of its own in US cents per token.
    "ft:gpt-4o:fraud-detection" = {
      custom = {
        base_model_slug = "gpt-4o"
        is_finetune     = true
      }
      pricing = {
        request_token  = 0.000375
        response_token = 0.0015
      }
    }
  }
}
