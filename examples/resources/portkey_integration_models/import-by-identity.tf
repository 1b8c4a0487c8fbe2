import {
  to = portkey_integration_models.openai
  identity = {
    id = "openai-production"
  }
}

resource "portkey_integration_models" "openai" {
  integration_id = "openai-production"

  models = {
    "gpt-4o" = {}
  }
}
