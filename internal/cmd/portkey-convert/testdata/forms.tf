# The forms that are seldom written by hand.
terraform {
  required_providers {
    portkey = {
      "version" : "~> 0.2",
      "source" : "portkey-ai/portkey"
    }
    other = { source = null }
    third = { source = 3 }
  }
}

variable "teams" {
  type = map(object({ metadata = optional(map(string)) }))
}

variable "budget" {
  type = number
}

locals {
  common = { managed_by = "terraform" }
  limits = [{ type = "cost", credit_limit = var.budget, alert_threshold = 80 }]
  sure   = { type = "cost", credit_limit = 100, alert_threshold = 80 }
}

resource "portkey_workspace" "blocks" {
  name = "Blocks"

  usage_limits {
    type            = "cost"
    credit_limit    = 50
    alert_threshold = 80
  }

  # Two of these.
  rate_limits {
    type  = "requests"
    unit  = "rpm"
    value = 100
  }
  rate_limits { value = 1 }
  # And a third.
  rate_limits { value = 2 }
}

resource "portkey_workspace" "apart" {
  usage_limits { credit_limit = var.budget }
  name = "Apart"
  usage_limits { credit_limit = 2 }
  dynamic "rate_limits" {
    for_each = [1]
    content { value = rate_limits.value }
  }
}

resource "portkey_workspace" "optional" {
  for_each = var.teams
  name     = each.key
  metadata = each.value.metadata
  usage_limits = [{
    "alert_threshold" = 300
    "credit_limit"    = "200"
  }]
}

resource "portkey_workspace" "none" {
  name     = "None"
  metadata = null

  lifecycle {
    ignore_changes = ["metadata", "description"]
  }
}

resource "portkey_workspace" "chosen" {
  name     = "Chosen"
  metadata = var.budget > 10 ? local.common : null
}

resource "portkey_workspace" "copy" {
  name     = "Copy"
  metadata = portkey_workspace.none.metadata
}

resource "portkey_workspace" "merged" {
  name = "Merged"
  metadata = merge(
    portkey_workspace.none.metadata,
    { team = portkey_workspace.chosen.metadata["team"] },
  )
}

output "metadata" {
  value = [portkey_workspace.none.metadata, portkey_workspace.merged.metadata]
}
