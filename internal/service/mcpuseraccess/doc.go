// Package mcpuseraccess is who may use an MCP server of Portkey:
// portkey_mcp_server_user_access, and its data source. Start in model.go; users.go finds who
// the keys of the map are.
package mcpuseraccess
