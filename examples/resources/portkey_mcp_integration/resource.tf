# The token of the MCP server is not stored in the state. Change
# secret_configurations_wo_version whenever the token changes.
variable "ticketing_token" {
  description = "The token of the MCP server of the ticketing system."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_mcp_integration" "ticketing" {
  name      = "Ticketing"
  slug      = "ticketing"
  url       = "https://tickets.example.com/mcp"
  auth_type = "headers"
  transport = "http"

  configurations = jsonencode({
    custom_headers = { X-Tenant = "support" }
  })

  secret_configurations_wo = jsonencode({
    custom_headers = { Authorization = "Bearer ${var.ticketing_token}" }
  })
  secret_configurations_wo_version = 1
}
