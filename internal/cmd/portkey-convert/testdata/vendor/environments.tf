# Workspaces of several environments and teams, with invites into them.
terraform {
  required_providers {
    portkey = {
      source  = "portkey-ai/portkey"
      version = "~> 0.2"
    }
  }
}

locals {
  environments = {
    production  = { label = "Production", budget = 900 }
    staging     = { label = "Staging", budget = 100 }
    development = { label = "Development", budget = 50 }
  }

  common = {
    managed_by = "terraform"
  }
}

resource "portkey_workspace" "environment" {
  for_each = local.environments

  name        = "${each.value.label} - API"
  description = "The API of ${each.key}"
  metadata    = merge(local.common, { environment = each.key })

  usage_limits = [{ type = "cost", credit_limit = each.value.budget, periodic_reset = "monthly" }]
}

resource "portkey_workspace" "shared" {
  name     = "Shared"
  metadata = portkey_workspace.environment["development"].metadata
}

resource "portkey_user_invite" "lead" {
  email      = "lead@example.com"
  role       = "admin"
  workspaces = [for w in portkey_workspace.environment : { id = w.id, role = "admin" }]
  scopes     = ["logs.view"]
}

locals {
  ids = {
    for name, workspace in portkey_workspace.environment : name => {
      id    = workspace.id
      owner = workspace.metadata["managed_by"]
    }
  }
}

output "ids" {
  value = local.ids
}
