# The ID, the slug or the exact name of the MCP integration.
terraform import portkey_mcp_integration_capabilities.ticketing ticketing
