import {
  to = portkey_prompt_label_assignment.candidate
  identity = {
    id = "pp-refund-1a2b3c/8c5e1d70-2a94-4f3b-b6d8-0e7f9a1c4b25"
  }
}

resource "portkey_prompt_label_assignment" "candidate" {
  prompt_id = "pp-refund-1a2b3c"
  label_id  = "8c5e1d70-2a94-4f3b-b6d8-0e7f9a1c4b25"
  version   = 3
}
