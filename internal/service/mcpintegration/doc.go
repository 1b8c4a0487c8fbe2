// Package mcpintegration manages the MCP servers that an organisation or a workspace has
// registered: portkey_mcp_integration. Start reading at model.go; configurations.go says how
// they and their secrets go together.
package mcpintegration
