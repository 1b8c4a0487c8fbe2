# The ID or the slug of the MCP server, or workspace/name.
terraform import portkey_mcp_server_capabilities.ticketing support-ticketing
