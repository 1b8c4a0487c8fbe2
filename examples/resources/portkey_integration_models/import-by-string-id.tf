# The ID, the slug or the exact name of the integration.
import {
  to = portkey_integration_models.openai
  id = "openai-production"
}

resource "portkey_integration_models" "openai" {
  integration_id = "openai-production"

  models = {
    "gpt-4o" = {}
  }
}
