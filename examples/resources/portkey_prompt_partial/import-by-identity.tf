import {
  to = portkey_prompt_partial.tone
  identity = {
    workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
    id           = "9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35"
  }
}

resource "portkey_prompt_partial" "tone" {
  workspace_id = "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"
  name         = "Tone of voice"
  content      = "Be polite, and never promise a refund."
}
