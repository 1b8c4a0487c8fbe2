# By slug, for a module that is handed the slug of a workspace it doesn't manage.
variable "workspace_slug" {
  description = "Slug of the workspace, as the Portkey UI shows it."
  type        = string
  default     = "ws-produc-1f2e3d"
}

data "portkey_workspace" "given" {
  slug = var.workspace_slug
}
