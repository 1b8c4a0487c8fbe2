// Package mcpintegrationaccess is everything that Terraform knows of a workspace that may use
// an MCP integration. resource.go has the verbs. Rows of one MCP integration are written
// together: see portkey.Rows.
package mcpintegrationaccess
