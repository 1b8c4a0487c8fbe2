import {
  to = portkey_prompt.refund
  identity = {
    id = "1f7d9a35-6b2e-4c80-9d41-3e5a7c0b8f62"
  }
}

resource "portkey_prompt" "refund" {
  name          = "Refund"
  collection_id = "5b8e2c17-9f40-4a6d-8d23-7c1e0f4b9a58"
  provider_id   = "openai-support"
  model         = "gpt-4o"
  template      = "May {{customer}} have a refund?"
}
