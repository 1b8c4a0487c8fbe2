# Everything that refers to what has another name.
terraform {
  required_version = ">= 1.0"

  required_providers {
    portkey = {
      source  = "portkey-ai/portkey"
      version = "~> 0.2"
    }
    null = { source = "hashicorp/null" }
  }
}

provider "portkey" {
  api_key = var.key # an Admin API key
}

resource "portkey_workspace" "one" {
  name = "One"
  metadata = {
    # who pays
    cost_centre = "4711"
  }
  usage_limits = [{
    type            = "cost"
    credit_limit    = 1000
    alert_threshold = 80
  }]

  lifecycle {
    ignore_changes = [metadata["touched"], description]

    postcondition {
      condition     = self.metadata.cost_centre != "" && self.updated_at != null
      error_message = "A cost centre is needed."
    }
  }
}

resource "portkey_workspace" "team" {
  for_each = { metadata = "a", updated_at = "b" }
  name     = each.value
  metadata = merge(portkey_workspace.one.metadata, { team = each.key })
}

resource "portkey_workspace" "copy" {
  for_each = portkey_workspace.team
  name     = "Copy of ${each.value.name}"
  metadata = each.value.metadata
}

data "portkey_workspace" "one" { id = portkey_workspace.one.id }

data "portkey_workspaces" "all" {}

locals {
  all     = data.portkey_workspaces.all.workspaces
  by_name = { for w in local.all : w.name => w }
  news    = [for w in values(local.by_name) : w.updated_at if lookup(w.metadata, "team", "") != ""]
  tags    = { metadata = data.portkey_workspace.one.metadata, updated_at = local.by_name["One"].updated_at }
  other   = [for w in var.others : w.metadata]
}

output "times" {
  value = concat(
    portkey_workspace.team["metadata"][*].updated_at,
    values(portkey_workspace.team)[*].updated_at,
    local.all[*].updated_at,
    [true ? portkey_workspace.one.updated_at : "", (portkey_workspace.one)["updated_at"]],
  )
}

output "tags" {
  value = "${local.tags.metadata["a"]} and ${local.tags.updated_at}"
}

resource "portkey_config" "retries" {
  name         = "Retries"
  workspace_id = portkey_workspace.one.id
  config       = jsonencode({ retry = { attempts = 3 } })
  is_default   = true

  lifecycle {
    ignore_changes = [updated_at]
  }
}

data "portkey_configs" "all" {}

locals {
  of_both = [portkey_config.retries.updated_at, portkey_workspace.one.updated_at, portkey_config.retries.metadata]
  changed = { for c in data.portkey_configs.all.configs : c.slug => c.updated_at }
}

resource "portkey_prompt_partial" "tone" {
  name                = "Tone"
  content             = "Be kind"
  workspace_id        = portkey_workspace.one.id
  version_description = ""
}

output "version" {
  value = [portkey_prompt_partial.tone.version, portkey_prompt_partial.tone.prompt_partial_version_id, portkey_prompt_partial.tone.updated_at]
}
