package portkey

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
)

// MCPUserAccesses are the rows of the users who may use one MCP server, or may not.
type MCPUserAccesses = Rows[MCPUserAccess, MCPUserAccessWrite]

// MCPUserAccessWords are what messages call them.
var MCPUserAccessWords = Words{
	One: "MCP server user access", Many: "MCP server user access",
	Rights: "scopes mcp_servers.read and mcp_servers.update", Advice: MCPServerWords.Advice,
}

// mostMCPRows is the size of a page of what an MCP server or integration has (documented).
const mostMCPRows = 500

// mcpRowPages are the parameters of the lists of capabilities and of user access: pages are
// counted from 1 (documented). head is given the rest of the first page.
func mcpRowPages(head func(data []byte) error) pageParameters {
	return pageParameters{number: "page", size: "page_size", first: 1, ask: mostMCPRows, head: head}
}

// NewMCPUserAccesses opens the access of users to an MCP server, by its id.
func NewMCPUserAccesses(c *Client, serverID string) *MCPUserAccesses {
	path := slices.Concat(mcpServersPath, []string{serverID, "user-access"})
	return rowsOf(c, rowsNoun[MCPUserAccess, MCPUserAccessWrite]{
		path: path,
		read: func(ctx context.Context) (MCPUserAccess, error) {
			var list MCPUserAccess
			head := mcpRowPages(func(data []byte) error { return json.Unmarshal(data, &list) })
			users, err := readPages(ctx, c, path, nil, head, func(one MCPUser) string { return one.ID.Or("") })
			list.Users = users.items
			return list, err
		},
		body: func(_ MCPUserAccess, rows []MCPUserAccessWrite) any { return mcpUserAccessBodyOf(rows) },
	})
}

// MCPUserAccess is the access of all users of its workspace to an MCP server.
type MCPUserAccess struct {
	// Default is what users without an override may do: allow or deny.
	Default Opt[string] `json:"default_user_access,omitzero"`
	Users   []MCPUser   `json:"-"`
}

// MCPUser is what one user may do with an MCP server.
type MCPUser struct {
	// ID is that of the user, or another id of the user in the organisation, depending on the
	// key (documented).
	ID        Opt[string] `json:"user_id,omitzero"`
	FirstName Opt[string] `json:"first_name,omitzero"`
	LastName  Opt[string] `json:"last_name,omitzero"`
	Enabled   Opt[Bool]   `json:"enabled,omitzero"`
	// HasOverride is false for a user who has what the default says.
	HasOverride      Opt[Bool]   `json:"has_override,omitzero"`
	ConnectionStatus Opt[string] `json:"connection_status,omitzero"`
}

// Of is the row of a user; false where there is none.
func (a MCPUserAccess) Of(userID string) (MCPUser, bool) {
	i := slices.IndexFunc(a.Users, func(one MCPUser) bool { return one.ID.Or("") == userID })
	if i < 0 {
		return MCPUser{}, false
	}
	return a.Users[i], true
}

// MCPUserAccessWrite is a row of a PUT, or the default, if that is not "".
type MCPUserAccessWrite struct {
	UserID  string
	Enabled bool
	Default string
}

// mcpUserAccessBody is the body of the PUT. Users whom it lacks keep what they have
// (documented).
type mcpUserAccessBody struct {
	Users   []mcpUserAccessRow `json:"user_access,omitempty"`
	Default string             `json:"default_user_access,omitempty"`
}

type mcpUserAccessRow struct {
	UserID  string `json:"user_id"`
	Enabled bool   `json:"enabled"`
}

func mcpUserAccessBodyOf(rows []MCPUserAccessWrite) mcpUserAccessBody {
	var body mcpUserAccessBody
	for _, one := range rows {
		if one.Default != "" {
			body.Default = one.Default
			continue
		}
		body.Users = append(body.Users, mcpUserAccessRow{UserID: one.UserID, Enabled: one.Enabled})
	}
	return body
}

// ResolveMCPServerID is the id of the MCP server that an id or a slug names: by the id the
// same rows are opened, whichever of them is written. A slug is looked up once, since it
// never changes.
func (c *Client) ResolveMCPServerID(ctx context.Context, ref string) (string, error) {
	if uuidPattern.MatchString(ref) || checkID(ref) != nil {
		return ref, checkID(ref)
	}
	address := "mcp-server " + ref
	c.keyState.mu.Lock()
	known, ok := c.slugs[address]
	c.keyState.mu.Unlock()
	if ok {
		return known, nil
	}
	var got MCPServer
	path := slices.Concat(mcpServersPath, []string{ref})
	answer, err := c.call(ctx, request{method: http.MethodGet, path: path}, &got)
	if err != nil {
		return "", err
	}
	id := got.ID.Or("")
	if id == "" || got.Slug.Or("") != ref {
		return "", withoutID(http.MethodGet, path, answer)
	}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	c.slugs[address] = id
	return id, nil
}

// SameMCPServer reports whether two references, each an id or a slug, name the same MCP
// server. Portkey is asked only if one of them is an id and the other one is not.
func (c *Client) SameMCPServer(ctx context.Context, one, other string) (bool, error) {
	if one == other || uuidPattern.MatchString(one) == uuidPattern.MatchString(other) {
		return one == other, nil
	}
	id, err := c.ResolveMCPServerID(ctx, one)
	if err != nil {
		return false, err
	}
	otherID, err := c.ResolveMCPServerID(ctx, other)
	return id == otherID, err
}
