# The MCP server, by ID (a UUID) or slug.
terraform import portkey_mcp_server_user_access.github fraud-github
