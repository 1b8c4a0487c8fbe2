# The workspace by ID, slug or name, and the user by ID or e-mail address.
import {
  to = portkey_workspace_member.grace
  id = "ws-produc-1f2e3d/grace.hopper@example.com"
}

resource "portkey_workspace_member" "grace" {
  workspace_id = "ws-produc-1f2e3d"
  email        = "grace.hopper@example.com"
  role         = "manager"
}
