# workspace/label, or organisation/label.
import {
  to = portkey_prompt_label.canary
  id = "ws-produc-1f2e3d/canary"
}

resource "portkey_prompt_label" "canary" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "canary"
}
