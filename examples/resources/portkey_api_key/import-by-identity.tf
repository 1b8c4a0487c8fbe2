import {
  to = portkey_api_key.support_bot
  identity = {
    id = "4b8e1d7a-2c65-4f39-a1d0-7e3c9b5f6a24"
  }
}

resource "portkey_api_key" "support_bot" {
  type         = "workspace-service"
  workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  name         = "support-bot"
  scopes       = ["completions.write"]
}
