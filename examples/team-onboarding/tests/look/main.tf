# Reads who may enter a workspace from Portkey, for the tests to compare with.

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

data "portkey_workspace_members" "there" {
  workspace_id = var.workspace_id
}

data "portkey_scim_workspace_mappings" "there" {
  workspace_id = var.workspace_id
}

output "roles" {
  description = "The role of each member, by e-mail address in lower case."
  value       = { for member in data.portkey_workspace_members.there.members : lower(member.email) => member.role }
}

output "groups" {
  description = "The SCIM groups that may enter."
  value       = data.portkey_scim_workspace_mappings.there.scim_workspace_mappings[*].scim_group
}
