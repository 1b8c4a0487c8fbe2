# A module of a platform team: a workspace for a team, with a monthly budget and
# an alert at 80% of it. The files in tests/ test it.

terraform {
  required_version = ">= 1.8.0"

  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

variable "name" {
  description = "The name of the workspace."
  type        = string
}

variable "team" {
  description = "The team that pays, which is added to the metadata of every request."
  type        = string
}

variable "monthly_budget" {
  description = "The monthly budget of the team, in whole US dollars."
  type        = number

  validation {
    condition     = var.monthly_budget >= 10 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "The budget must be a whole number of dollars, at least 10."
  }
}

resource "portkey_workspace" "this" {
  name = var.name

  defaults = {
    metadata = { team = var.team }
  }

  usage_limits = [
    {
      type            = "cost"
      credit_limit    = var.monthly_budget
      alert_threshold = floor(var.monthly_budget * 0.8)
      periodic_reset  = "monthly"
    },
  ]
}

output "workspace_id" {
  description = "The id of the workspace."
  value       = portkey_workspace.this.id
}

output "workspace_slug" {
  description = "The slug of the workspace."
  value       = portkey_workspace.this.slug
}
