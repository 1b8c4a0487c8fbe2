terraform {
  required_providers {
    portkey = { source = "registry.terraform.io/portkey-ai/portkey", version = ">= 0.2" }
  }
}
provider "portkey" {
    alias = "eu"
    base_url = "https://eu.example.com"
}
resource "portkey_workspace" "eu" {
    provider = portkey.eu
    name = "Europe"
    metadata = { region = "eu" }
}
resource "portkey_agent" "words" {
  name         = "Words"
  workspace_id = portkey_workspace.eu.id
}
data "portkey_workspaces" "all" {}
data "portkey_workspace" "eu" { id = portkey_workspace.eu.id }
module "more" {
  source    = "./more"
  providers = { portkey = portkey.eu }
}
