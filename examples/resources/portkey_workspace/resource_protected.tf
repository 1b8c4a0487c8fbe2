# Terraform refuses to destroy or replace this workspace until the protection
# has been taken off by an apply of its own.
resource "portkey_workspace" "customer_traffic" {
  name                = "Customer traffic"
  deletion_protection = true
}

# A workspace for experiments: destroying it also deletes the prompts, partials,
# API keys, configs, guardrails and providers inside.
resource "portkey_workspace" "sandbox" {
  name         = "Sandbox"
  force_delete = true
}
