import {
  to = portkey_workspace.production
  identity = {
    id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  }
}

resource "portkey_workspace" "production" {
  name = "Production"
}
