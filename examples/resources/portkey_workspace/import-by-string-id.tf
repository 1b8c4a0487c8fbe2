# The ID of the workspace (a UUID), its slug or its exact name.
import {
  to = portkey_workspace.production
  id = "ws-produc-1f2e3d"
}

resource "portkey_workspace" "production" {
  name = "Production"
}
