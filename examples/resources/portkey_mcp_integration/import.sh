# By slug, ID (a UUID) or exact name, with or without the workspace (its ID, slug or
# name) in front.
terraform import portkey_mcp_integration.code_search code-search
terraform import portkey_mcp_integration.code_search 6c1d8a72-0f3b-4e95-a4c7-2b9e5d7f1083
terraform import portkey_mcp_integration.code_search "Code search"
terraform import portkey_mcp_integration.code_search "Production/Code search"
