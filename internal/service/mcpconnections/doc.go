// Package mcpconnections is the data source portkey_mcp_server_connections: the users who are
// logged in to an MCP server. What they do at run time is no resource.
package mcpconnections
