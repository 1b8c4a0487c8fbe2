# workspace/provider: the workspace by ID, slug or name, the provider by slug, ID or name.
import {
  to = portkey_provider.openai
  id = "ws-produc-1f2e3d/openai"
}

resource "portkey_provider" "openai" {
  workspace_id   = "ws-produc-1f2e3d"
  integration_id = "openai-prod"
  name           = "OpenAI"
}
