# By slug, by ID, or as workspace/name.
import {
  to = portkey_prompt_collection.refunds
  id = "co-refunds-1a2b3c"
}

resource "portkey_prompt_collection" "refunds" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Refunds"
}
