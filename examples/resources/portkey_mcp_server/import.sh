# The workspace by ID, slug or name, and the MCP server by slug, ID (a UUID) or exact name.
terraform import portkey_mcp_server.github ws-fraud-de-1f2e3d/fraud-github
terraform import portkey_mcp_server.github "Fraud detection/GitHub"

# The workspace is looked up if only the MCP server is specified, by slug or ID.
terraform import portkey_mcp_server.github fraud-github
