# A small organisation: a workspace for each team, with a budget and a rate limit.
# `make demo` applies it to the emulator. With your key, it can be applied to your
# organisation.

terraform {
  required_version = ">= 1.8.0"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

# PORTKEY_API_KEY and PORTKEY_BASE_URL come from the environment.
provider "portkey" {}

resource "portkey_workspace" "team" {
  for_each = local.teams

  name        = each.value.name
  description = each.value.description
  icon        = each.value.icon

  defaults = {
    metadata = {
      team        = each.key
      environment = var.environment
    }
  }

  usage_limits = [
    {
      type            = "cost"
      credit_limit    = each.value.monthly_budget
      alert_threshold = floor(each.value.monthly_budget * 0.8)
      periodic_reset  = "monthly"
    },
  ]

  rate_limits = [
    {
      type  = "requests"
      unit  = "rpm"
      value = each.value.requests_per_minute
    },
  ]
}

# For experiments. Its contents are deleted when it is destroyed.
resource "portkey_workspace" "sandbox" {
  name         = "Sandbox"
  force_delete = true
}

# The workspace that every organisation has from the start.
data "portkey_workspace" "shared" {
  name = "Shared Team Workspace"
}
