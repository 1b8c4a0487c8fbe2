# The integration that the workspaces of the test may use.

terraform {
  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

resource "portkey_integration" "openai" {
  name           = "OpenAI"
  slug           = "openai"
  ai_provider_id = "openai"
  key            = "sk-of-a-test"
}

output "id" {
  description = "The ID of the integration."
  value       = portkey_integration.openai.id
}
