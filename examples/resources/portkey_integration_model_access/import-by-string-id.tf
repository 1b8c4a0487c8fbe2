# The integration by ID, slug or name, and the slug of the model.
import {
  to = portkey_integration_model_access.gpt_4o
  id = "openai-production/gpt-4o"
}

resource "portkey_integration_model_access" "gpt_4o" {
  integration_id = "openai-production"
  model_slug     = "gpt-4o"
}
