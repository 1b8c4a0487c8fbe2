# An integration of one workspace, with prices below the list prices, and a provider that
# Portkey creates along with it.
variable "anthropic_key" {
  description = "The key of Anthropic."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_workspace" "research" {
  name = "Research"
}

resource "portkey_integration" "anthropic" {
  name           = "Anthropic"
  slug           = "anthropic-research"
  workspace_id   = portkey_workspace.research.id
  ai_provider_id = "anthropic"
  key_wo         = var.anthropic_key
  key_wo_version = 1
  tags           = { team = "research" }

  create_default_provider = true
  pricing_adjustments     = jsonencode({ multiplier = { default = 0.9 } })
}

output "provider_id" {
  description = "The ID of the provider that Portkey created."
  value       = portkey_integration.anthropic.default_provider_id
}
