# The slug of the config, its ID (a UUID), its exact name, or workspace/name.
import {
  to = portkey_config.retries
  id = "pc-retrie-1a2b3c"
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"

  config = jsonencode({
    retry = { attempts = 3 }
  })
}
