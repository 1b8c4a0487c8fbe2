# Reads a workspace from Portkey, for the tests to compare with.

terraform {
  required_providers {
    portkey = {
      source = "portkey-community/portkey"
    }
  }
}

variable "id" {
  description = "The id of the workspace."
  type        = string
}

data "portkey_workspace" "there" {
  id = var.id
}
