# workspace/partial: the workspace by ID, slug or name, the partial by slug, ID or name.
import {
  to = portkey_prompt_partial.tone
  id = "ws-produc-1f2e3d/pl-tone-of-v-1a2b3c"
}

resource "portkey_prompt_partial" "tone" {
  workspace_id = "ws-produc-1f2e3d"
  name         = "Tone of voice"
  content      = "Be polite, and never promise a refund."
}
