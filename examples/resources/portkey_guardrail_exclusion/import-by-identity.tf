import {
  to = portkey_guardrail_exclusion.research
  identity = {
    id = "input/ws-resear-4c5b6a"
  }
}

resource "portkey_guardrail_exclusion" "research" {
  workspace_id = "ws-resear-4c5b6a"
  direction    = "input"
}
