// Package mcpserver is everything that Terraform knows of an MCP server of Portkey: what a
// workspace reaches an MCP integration through. Start in model.go, the dictionary between HCL
// and JSON, attribute by attribute; resource.go has the verbs, and disconnect.go and test.go
// the actions.
package mcpserver
