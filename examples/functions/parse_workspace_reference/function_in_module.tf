# A module that accepts the ID, slug or name of a workspace in one variable.
variable "workspace" {
  description = "The ID, slug or exact name of the workspace."
  type        = string
  default     = "Production"

  validation {
    condition     = can(provider::portkey::parse_workspace_reference(var.workspace))
    error_message = "Must be the ID, slug or name of a workspace, without white space around it."
  }
}

locals {
  workspace = provider::portkey::parse_workspace_reference(var.workspace)
}

data "portkey_workspace" "given" {
  id   = local.workspace.id
  slug = local.workspace.slug
  name = local.workspace.name
}
