import {
  to = portkey_prompt_collection.refunds
  identity = {
    id = "9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35"
  }
}

resource "portkey_prompt_collection" "refunds" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Refunds"
}
