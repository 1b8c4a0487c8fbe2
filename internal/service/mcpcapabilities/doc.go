// Package mcpcapabilities is what MCP servers offer: which of it is enabled, for an
// integration (portkey_mcp_integration_capabilities) and for a server of one
// (portkey_mcp_server_capabilities), and what the gateway found out about them. Start in
// model.go; kind.go has what differs between the two. Capabilities exist once the gateway has
// synced with the MCP server, which a write waits for.
package mcpcapabilities
