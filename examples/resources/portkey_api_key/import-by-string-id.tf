# The ID of the API key (a UUID), its exact name, or workspace/name. The attribute key
# stays null, since Portkey returns a key only once: add rotate_trigger to rotate it.
import {
  to = portkey_api_key.support_bot
  id = "Production/support-bot"
}

resource "portkey_api_key" "support_bot" {
  type         = "workspace-service"
  workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  name         = "support-bot"
  scopes       = ["completions.write"]
}
