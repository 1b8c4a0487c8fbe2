# A module that takes the id, the slug or the name of a workspace in one variable.
variable "workspace" {
  description = "The workspace: its id, its slug or its exact name."
  type        = string
  default     = "Production"

  validation {
    condition     = can(provider::portkey::parse_workspace_reference(var.workspace))
    error_message = "Give the id, the slug or the name of a workspace, without white space around it."
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
