# MCP integrations, of the organisation and of a workspace, and who may use one.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

variable "token" {
  type      = string
  sensitive = true
  default   = "a token of the ticketing system"
}

resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_mcp_integration" "tickets" {
  name      = "Tickets"
  slug      = "tickets"
  url       = "https://tickets.example.com/mcp"
  auth_type = "headers"
  transport = "http"
  configurations = jsonencode({
    custom_headers  = { Authorization = "Bearer ${var.token}" }
    forward_headers = ["x-request-id"]
  })
}

resource "portkey_mcp_integration" "papers" {
  name         = "Papers"
  description  = ""
  url          = "https://papers.example.com/sse"
  auth_type    = "none"
  transport    = "sse"
  workspace_id = portkey_workspace.production.id
}

resource "portkey_mcp_integration_workspace_access" "production" {
  mcp_integration_id = portkey_mcp_integration.tickets.id
  workspace_id       = portkey_workspace.production.id
  enabled            = true
}
