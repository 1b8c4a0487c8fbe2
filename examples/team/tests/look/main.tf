# Reads what a workspace has from Portkey, for the tests to compare with.

terraform {
  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

variable "workspace_id" {
  description = "The ID or slug of the workspace."
  type        = string
}

data "portkey_workspace" "there" {
  id = var.workspace_id
}

data "portkey_workspace_members" "there" {
  workspace_id = var.workspace_id
}

data "portkey_scim_workspace_mappings" "there" {
  workspace_id = var.workspace_id
}

data "portkey_integration_workspaces" "there" {
  integration_id = "openai"
}

data "portkey_providers" "there" {
  workspace_id = var.workspace_id
}

data "portkey_workspace_defaults" "there" {
  workspace_id = var.workspace_id
}

data "portkey_api_keys" "there" {
  workspace_id = var.workspace_id
  type         = "workspace-service"
}

data "portkey_usage_limits_policies" "there" {
  workspace_id = var.workspace_id
}

data "portkey_rate_limits_policies" "there" {
  workspace_id = var.workspace_id
}

output "workspace" {
  description = "The workspace."
  value       = data.portkey_workspace.there
}

output "roles" {
  description = "The role of each member, by e-mail address in lower case."
  value       = { for member in data.portkey_workspace_members.there.members : lower(member.email) => member.role }
}

output "groups" {
  description = "The SCIM groups that may enter."
  value       = data.portkey_scim_workspace_mappings.there.scim_workspace_mappings[*].scim_group
}

output "budget_of_openai" {
  description = "What the workspace may spend through the integration openai."
  value = one([
    for access in data.portkey_integration_workspaces.there.workspaces : one(access.usage_limits).credit_limit
    if contains([data.portkey_workspace.there.id, data.portkey_workspace.there.slug], access.workspace_id)
  ])
}

output "providers" {
  description = "The slugs of the providers."
  value       = data.portkey_providers.there.providers[*].slug
}

output "defaults" {
  description = "The defaults of the workspace."
  value       = data.portkey_workspace_defaults.there
}

output "keys" {
  description = "The API keys, by name."
  value       = { for key in data.portkey_api_keys.there.api_keys : key.name => key }
}

output "budget_per_user" {
  description = "What each user may spend in a month."
  value       = one(data.portkey_usage_limits_policies.there.usage_limits_policies[*].credit_limit)
}

output "rate_per_user" {
  description = "How many requests a minute each user may send."
  value       = one(data.portkey_rate_limits_policies.there.rate_limits_policies[*].value)
}
