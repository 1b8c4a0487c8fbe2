# A workspace with an API key, and an MCP server, which only the vendor's provider has.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

resource "portkey_workspace" "production" {
  name        = "Production"
  description = "The gateway"
}

resource "portkey_agent" "tickets" {
  name               = "Tickets"
  workspace_id       = portkey_workspace.production.id
  mcp_integration_id = "tickets"
}

resource "portkey_api_key" "backend" {
  name         = "backend"
  type         = "workspace"
  sub_type     = "service"
  workspace_id = portkey_workspace.production.id

  scopes = [
    "logs.list",
    "completions.write",
  ]

  metadata = {
    service = "backend"
  }

  usage_limits = {
    type            = "cost"
    credit_limit    = 500
    alert_threshold = 400
    periodic_reset  = "monthly"
  }

  alert_emails = ["platform@example.com"]
}

resource "portkey_api_key" "frontend" {
  name         = "frontend"
  type         = "workspace"
  sub_type     = "service"
  workspace_id = portkey_workspace.production.id
  scopes       = ["completions.write"]

  rate_limits = [{
    type  = "requests"
    unit  = "rpm"
    value = 1000
  }]
}

output "labels" {
  value = portkey_api_key.backend.metadata["service"]
}
