package portkey

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// MCPServers are the MCP servers of one workspace.
type MCPServers = Collection[MCPServer, MCPServerCreate, MCPServerUpdate]

// MCPServerWords are what messages call MCP servers.
var MCPServerWords = Words{
	One: "MCP server", Many: "MCP servers", Scopes: "mcp_servers",
	Advice: "Some control planes refuse MCP servers to every API key of an organisation, whatever its scopes. An API key of the workspace with the scopes mcp_servers.* works there.",
}

// NewMCPServers opens the MCP servers of a workspace, by its id; with "" they can be read by
// themselves, and not listed by the key of an organisation. A path takes the id and the
// slug, which is unique in the organisation, and does not name the workspace; names are not
// unique. Reads are answered from the list: its items have all fields, and the workspace,
// which reads of one lack (seen on newer back ends).
func NewMCPServers(c *Client, workspaceID string) *MCPServers {
	of := inOrganisation[MCPServer]()
	if workspaceID != "" {
		of = filteredByWorkspace[MCPServer](workspaceID)
	}
	return collect[MCPServer, MCPServerCreate, MCPServerUpdate](c, noun[MCPServer]{
		Words:    MCPServerWords,
		path:     mcpServersPath,
		parent:   of,
		unplaced: true,
		fromList: workspaceID != "",
	})
}

var mcpServersPath = []string{"mcp-servers"}

// MCPServer is an MCP server as the Admin API returns it. The answers to a create and an
// update contain ID and Slug alone.
type MCPServer struct {
	ID          Opt[string] `json:"id,omitzero"`
	Slug        Opt[string] `json:"slug,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	Status      Opt[string] `json:"status,omitzero"`
	// MCPIntegrationID is the id of the integration, or its slug (documented).
	MCPIntegrationID Opt[string] `json:"mcp_integration_id,omitzero"`
	CreatedAt        Opt[string] `json:"created_at,omitzero"`
	// The others are in list items only.
	WorkspaceID   Opt[string] `json:"workspace_id,omitzero"`
	OwnerID       Opt[string] `json:"owner_id,omitzero"`
	URL           Opt[string] `json:"url,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// MCPServerCreate is the body of POST /mcp-servers. What is empty is omitted.
type MCPServerCreate struct {
	Name             string `json:"name"`
	WorkspaceID      string `json:"workspace_id"`
	MCPIntegrationID string `json:"mcp_integration_id"`
	Slug             string `json:"slug,omitempty"`
	Description      string `json:"description,omitempty"`
}

// MCPServerUpdate is the body of PUT /mcp-servers/{id}: an absent key keeps what is stored,
// and null clears the description.
type MCPServerUpdate struct {
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
}

func (s MCPServer) facts() facts {
	return facts{
		ids: present(s.ID, s.Slug), slug: s.Slug.Or(""), names: present(s.Name),
		createdAt: s.CreatedAt.Or(""), updatedAt: s.LastUpdatedAt.Or(""), status: s.Status, workspaceID: s.WorkspaceID.Or(""),
	}
}

// identity is the slug if that is configured, which is unique and read by itself; then the
// name may be that of another server. Otherwise it is the name.
func (s MCPServerCreate) identity() identity {
	if s.Slug != "" {
		return identity{name: "@" + s.Slug, id: s.Slug}
	}
	return identity{name: s.Name}
}

// FindMCPServer returns the MCP server that a lookup names, among those of a workspace.
// Since a path does not name the workspace, what it returns is looked for in the list. A key
// without a right to that gets what the path returns.
func FindMCPServer(ctx context.Context, c *Client, workspaceID string, find func(*MCPServers) (MCPServer, error)) (MCPServer, error) {
	servers := NewMCPServers(c, workspaceID)
	found, err := find(servers)
	if err != nil || found.WorkspaceID.IsPresent() {
		return found, err
	}
	listed, listErr := servers.List(ctx, nil)
	if IsRefused(listErr) {
		return found, nil
	}
	if listErr != nil {
		return MCPServer{}, listErr
	}
	if i := slices.IndexFunc(listed, func(one MCPServer) bool { return one.facts().isAt(idOf(found)) }); i >= 0 {
		return listed[i], nil
	}
	return MCPServer{}, servers.notFound(idOf(found), nil)
}

// LocateMCPServer is the MCP server of an id or a slug, with its workspace, which is looked
// for in the lists of all workspaces that the key sees. The error is a *NotFoundError if
// there is no such server, or if the lists do not show it.
func (c *Client) LocateMCPServer(ctx context.Context, ref string) (MCPServer, error) {
	missing := &NotFoundError{Words: MCPServerWords, Ref: ref}
	if checkID(ref) != nil {
		return MCPServer{}, missing
	}
	var got MCPServer
	_, err := c.get(ctx, slices.Concat(mcpServersPath, []string{ref}), nil, &got)
	switch {
	case IsRefused(err):
		missing.Refusal = err
		return MCPServer{}, missing
	case err != nil || got.WorkspaceID.Or("") != "":
		return got, err
	case !got.facts().isAt(ref):
		return MCPServer{}, missing
	}
	workspaces, err := NewWorkspaces(c).List(ctx, nil)
	if err != nil {
		return MCPServer{}, err
	}
	found, there, err := c.mcpServerAmong(ctx, workspaces, idOf(got))
	if err == nil && !there {
		err = missing
	}
	return found, err
}

// mcpServerAmong looks for the MCP server of an id in the lists of workspaces; archived ones
// have none.
func (c *Client) mcpServerAmong(ctx context.Context, workspaces []Workspace, id string) (found MCPServer, there bool, err error) {
	for _, one := range workspaces {
		if one.facts().isArchived() {
			continue
		}
		query := url.Values{"workspace_id": {one.ID}, "id": {id}}
		listed, err := readPages(ctx, c, mcpServersPath, query, pageParameters{}, idOf[MCPServer])
		if err != nil {
			return MCPServer{}, false, err
		}
		if i := slices.IndexFunc(listed.items, func(item MCPServer) bool { return idOf(item) == id }); i >= 0 {
			found := listed.items[i]
			found.WorkspaceID = Some(found.WorkspaceID.Or(one.ID))
			return found, true, nil
		}
	}
	return MCPServer{}, false, nil
}

// ProveMCPServerGone checks, after the API refused to return an MCP server whose workspace is
// not known, whether it was deleted: it is, if the lists of all workspaces of its
// organisation lack it. since is a time at which it existed.
func (c *Client) ProveMCPServerGone(ctx context.Context, id, organisationID string, since time.Time) Gone {
	all, err := NewWorkspaces(c).census(ctx)
	switch {
	case err != nil:
		return NewWorkspaces(c).listFailed(err)
	case all.unseen != "":
		return unproven("Its workspace is not known, and it is missing from the lists of those that the API key sees, but %s.", all.unseen)
	case organisationID == "" || all.parent == "":
		return unproven("Whether it was deleted is not known, and neither is its organisation.")
	case all.parent != organisationID:
		gone := unproven("The API key sees another organisation: %s, where %s is expected.", all.parent, organisationID)
		gone.Elsewhere = true
		return gone
	}
	_, there, err := c.mcpServerAmong(ctx, all.items, id)
	switch {
	case err != nil:
		return unproven("Whether it was deleted is not known, because a list of MCP servers could not be read (%s): %v.", MCPServerWords.Right("list"), err)
	case there:
		return unproven("It is still listed, so it has not been deleted: the API key probably lacks the %s.", MCPServerWords.Right("read"))
	case c.Now().Sub(since) < LongestLag:
		return missing("existed less than an hour ago, and Portkey's list can lag")
	}
	return Gone{Proven: true, Seen: "No list of a workspace of its organisation has the MCP server."}
}

// MCPServerTest is what a test of the connection to an MCP server has found.
type MCPServerTest struct {
	Success        Opt[Bool]   `json:"success,omitzero"`
	StatusCode     Opt[Number] `json:"status_code,omitzero"`
	ResponseTimeMS Opt[Number] `json:"response_time_ms,omitzero"`
	ServerName     Opt[string] `json:"server_name,omitzero"`
	Error          Opt[string] `json:"error,omitzero"`
}

// TestMCPServer has Portkey connect to an MCP server, by its id or slug.
func (c *Client) TestMCPServer(ctx context.Context, id string) (MCPServerTest, error) {
	var found MCPServerTest
	_, err := c.call(ctx, request{method: http.MethodPost, path: slices.Concat(mcpServersPath, []string{id, "test"})}, &found)
	return found, err
}

// MCPConnection is the session of a user with an MCP server.
type MCPConnection struct {
	UserID        Opt[string] `json:"user_id,omitzero"`
	Connected     Opt[Bool]   `json:"connected,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// MCPConnections are the sessions of users with an MCP server of a workspace, both by their
// ids; of one user if userID is not "".
func (c *Client) MCPConnections(ctx context.Context, workspaceID, serverID, userID string) ([]MCPConnection, error) {
	all, err := readPages(ctx, c, mcpConnectionsPath(serverID), mcpConnectionsQuery(workspaceID, userID), pageParameters{ask: mostMCPRows},
		func(one MCPConnection) string { return one.UserID.Or("") })
	return all.items, err
}

// DisconnectMCPUser ends the session of a user with an MCP server.
func (c *Client) DisconnectMCPUser(ctx context.Context, workspaceID, serverID, userID string) error {
	_, err := c.do(ctx, request{method: http.MethodDelete, path: mcpConnectionsPath(serverID), query: mcpConnectionsQuery(workspaceID, userID)})
	return err
}

func mcpConnectionsPath(serverID string) []string {
	return slices.Concat(mcpServersPath, []string{serverID, "connections"})
}

func mcpConnectionsQuery(workspaceID, userID string) url.Values {
	query := url.Values{"workspace_id": {workspaceID}}
	if userID != "" {
		query.Set("user_id", userID)
	}
	return query
}
