# The slug of the prompt, its ID (a UUID), its exact name, or workspace/name.
import {
  to = portkey_prompt.refund
  id = "pp-refund-1a2b3c"
}

resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = "5b8e2c17-9f40-4a6d-8d23-7c1e0f4b9a58"
  provider_id   = "openai-support"
  model         = "gpt-4o"
  template      = "May {{customer}} have a refund?"
}
