# Two workspaces, an invite, and a look at all workspaces.
terraform {
  required_version = ">= 1.0"

  required_providers {
    portkey = {
      source  = "portkey-ai/portkey"
      version = "~> 0.2"
    }
  }
}

resource "portkey_workspace" "engineering" {
  name        = "Engineering"
  description = "What the engineers build"
}

resource "portkey_workspace" "research" {
  name        = "Research"
  description = "Experiments"
  metadata = {
    team = "research"
    cost = "R-12"
  }
}

resource "portkey_user_invite" "analyst" {
  email = "analyst@example.com"
  role  = "member"

  workspaces = [
    { id = portkey_workspace.research.id, role = "admin" },
    { id = portkey_workspace.engineering.id, role = "member" },
  ]

  scopes = ["logs.list", "configs.read"]
}

data "portkey_workspaces" "all" {
  depends_on = [portkey_workspace.engineering, portkey_workspace.research]
}

output "research" {
  value = portkey_workspace.research.id
}

output "teams" {
  value = sort([for w in data.portkey_workspaces.all.workspaces : lookup(w.metadata, "team", "none")])
}
