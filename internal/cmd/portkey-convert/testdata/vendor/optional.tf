# Workspaces with and without metadata, as modules have them.
terraform {
  required_providers {
    portkey = {
      "source" : "portkey-ai/portkey"
    }
  }
}

variable "teams" {
  type = map(object({ metadata = optional(map(string)) }))
  default = {
    search = { metadata = { owner = "search" } }
    fraud  = {}
  }
}

locals {
  common = { managed_by = "terraform" }
}

resource "portkey_workspace" "team" {
  for_each = var.teams
  name     = each.key
  metadata = each.value.metadata
}

resource "portkey_workspace" "research" {
  name     = "Research"
  metadata = null
}

resource "portkey_workspace" "labelled" {
  name     = "Labelled"
  metadata = local.common
}

resource "portkey_workspace" "chosen" {
  name     = "Chosen"
  metadata = length(var.teams) > 5 ? local.common : var.teams["fraud"].metadata
}

resource "portkey_workspace" "copy" {
  for_each = portkey_workspace.team
  name     = "Copy of ${each.key}"
  metadata = each.value.metadata
}

output "counts" {
  value = [for m in [portkey_workspace.research.metadata, portkey_workspace.labelled.metadata] : length(coalesce(m, {}))]
}
