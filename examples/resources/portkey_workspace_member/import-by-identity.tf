import {
  to = portkey_workspace_member.grace
  identity = {
    id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37/2b7c9d10-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
  }
}

resource "portkey_workspace_member" "grace" {
  workspace_id = "ws-produc-1f2e3d"
  email        = "grace.hopper@example.com"
  role         = "manager"
}
