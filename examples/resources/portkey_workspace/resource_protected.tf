# Destroying or replacing this workspace fails at plan, until deletion_protection = false
# has been applied first.
resource "portkey_workspace" "customer_traffic" {
  name                = "Customer traffic"
  deletion_protection = true
}

# A workspace for experiments: destroying it also deletes the prompts, partials, API
# keys, configs, guardrails and providers in it.
resource "portkey_workspace" "sandbox" {
  name         = "Sandbox"
  force_delete = true
}
