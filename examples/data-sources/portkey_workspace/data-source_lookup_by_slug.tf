# For a module that is passed the slug of a workspace that it does not manage.
variable "workspace_slug" {
  description = "Slug of the workspace, as the Portkey UI shows it."
  type        = string
  default     = "ws-produc-1f2e3d"
}

data "portkey_workspace" "given" {
  slug = var.workspace_slug
}
