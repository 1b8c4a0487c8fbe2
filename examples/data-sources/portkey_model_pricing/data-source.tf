data "portkey_model_pricing" "gpt_4o" {
  ai_provider_id = "openai"
  model          = "gpt-4o"
}

# Prices are in US cents per token.
output "dollars_per_million_request_tokens" {
  value = data.portkey_model_pricing.gpt_4o.request_token * 1000000 / 100
}
