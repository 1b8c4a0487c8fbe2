# A workspace with two configs, one of them as a text.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_config" "fallback" {
  name         = "Fallback"
  workspace_id = portkey_workspace.production.id
  is_default   = false
  config = jsonencode({
    strategy = { mode = "fallback" }
    targets  = [{ provider = "@openai-prod" }, { provider = "@azure-prod" }]
  })

  lifecycle {
    postcondition {
      condition     = self.updated_at != "" && self.version_id != ""
      error_message = "It has no version."
    }
  }
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.production.id
  config       = "{ \"retry\": { \"attempts\": 3.0 } }"
}

output "slugs" {
  value = [portkey_config.fallback.slug, portkey_config.retries.slug]
}
