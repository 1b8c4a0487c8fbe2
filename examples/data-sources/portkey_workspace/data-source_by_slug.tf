# By slug, for a module that receives the slug of a workspace that it doesn't manage.
variable "workspace_slug" {
  description = "The slug of the workspace, as shown in the Portkey UI."
  type        = string
  default     = "ws-produc-1f2e3d"
}

data "portkey_workspace" "given" {
  slug = var.workspace_slug
}
