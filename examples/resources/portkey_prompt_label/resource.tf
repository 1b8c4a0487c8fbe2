resource "portkey_workspace" "support" {
  name = "Customer support"
}

resource "portkey_prompt_label" "canary" {
  workspace_id = portkey_workspace.support.id
  name         = "canary"
  description  = "For one request in ten"
  color_code   = "#f5a623"
}

# A label of the organisation.
resource "portkey_prompt_label" "audited" {
  scope       = "organisation"
  name        = "audited"
  description = "Read by the audit team"
}
