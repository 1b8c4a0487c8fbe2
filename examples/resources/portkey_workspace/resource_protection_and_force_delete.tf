# Plans that destroy or replace this workspace fail until deletion_protection = false
# has been applied.
resource "portkey_workspace" "customer_traffic" {
  name                = "Customer traffic"
  deletion_protection = true
}

# Destroying this workspace also deletes its prompts, partials, API keys, configs,
# guardrails and providers.
resource "portkey_workspace" "sandbox" {
  name         = "Sandbox"
  force_delete = true
}
