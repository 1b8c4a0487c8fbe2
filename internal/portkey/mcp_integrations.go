package portkey

import (
	"context"
	"encoding/json"
)

// MCPIntegrations are the MCP integrations of one workspace, or all that the key sees.
type MCPIntegrations = Collection[MCPIntegration, MCPIntegrationCreate, MCPIntegrationUpdate]

// MCPIntegrationWords are what messages call MCP integrations of either type.
var MCPIntegrationWords = Words{
	One: "MCP integration", Many: "MCP integrations",
	Rights: "scopes of MCP integrations, such as organisation_mcp_integrations.read",
}

// WordsOfMCPIntegrations are MCPIntegrationWords with the scopes of those of the
// organisation or, if ofWorkspace, of those of a workspace.
func WordsOfMCPIntegrations(ofWorkspace bool) Words {
	words := MCPIntegrationWords
	words.Scopes, words.Rights = "organisation_mcp_integrations", ""
	if ofWorkspace {
		words.Scopes = "workspace_mcp_integrations"
	}
	return words
}

// NewMCPIntegrations opens the MCP integrations of a workspace, by its id; "" are all that the
// key sees. Slugs are unique in the organisation (documented), and names are not. A path
// takes the id as well as the slug (documented).
func NewMCPIntegrations(c *Client, workspaceID string) *MCPIntegrations {
	of := inOrganisation[MCPIntegration]()
	if workspaceID != "" {
		of = filteredByWorkspace[MCPIntegration](workspaceID)
	}
	return collect[MCPIntegration, MCPIntegrationCreate, MCPIntegrationUpdate](c, noun[MCPIntegration]{
		Words:  WordsOfMCPIntegrations(workspaceID != ""),
		path:   mcpIntegrationsPath,
		parent: of,
	})
}

var mcpIntegrationsPath = []string{"mcp-integrations"}

// MCPIntegration is an MCP server that is registered in the organisation or in a workspace,
// as the Admin API returns it.
type MCPIntegration struct {
	ID          Opt[string] `json:"id,omitzero"`
	Slug        Opt[string] `json:"slug,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	URL         Opt[string] `json:"url,omitzero"`
	AuthType    Opt[string] `json:"auth_type,omitzero"`
	Transport   Opt[string] `json:"transport,omitzero"`
	// Type is organisation or workspace.
	Type   Opt[string] `json:"type,omitzero"`
	Status Opt[string] `json:"status,omitzero"`
	// WorkspaceID is that of the workspace of one of type workspace.
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	OwnerID     Opt[string] `json:"owner_id,omitzero"`
	// Configurations is a JSON object, which is in a string in list items. Values of it are
	// masked, which ones is not documented.
	Configurations Opt[JSONText]        `json:"configurations,omitzero"`
	SecretMappings Opt[[]SecretMapping] `json:"secret_mappings,omitzero"`
	CreatedAt      Opt[string]          `json:"created_at,omitzero"`
	// LastUpdatedAt may be null until the first update. A change of the access of workspaces
	// may be one.
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// MCPIntegrationCreate is the body of POST /mcp-integrations. What is empty is omitted.
type MCPIntegrationCreate struct {
	Name           string          `json:"name"`
	URL            string          `json:"url"`
	AuthType       string          `json:"auth_type"`
	Transport      string          `json:"transport"`
	Slug           string          `json:"slug,omitempty"`
	WorkspaceID    string          `json:"workspace_id,omitempty"`
	Description    string          `json:"description,omitempty"`
	Configurations json.RawMessage `json:"configurations,omitempty"`
	SecretMappings []SecretMapping `json:"secret_mappings,omitempty"`

	// Secret is the JSON of the secret part of the configurations.
	Secret string `json:"-"`
}

// MCPIntegrationUpdate is the body of PUT /mcp-integrations/{id}: an absent key keeps what
// is stored. Whether the configurations are merged or replaced is not known, so they are
// sent whole, with null for what is to be removed.
type MCPIntegrationUpdate struct {
	Name      Opt[string] `json:"name,omitzero"`
	URL       Opt[string] `json:"url,omitzero"`
	AuthType  Opt[string] `json:"auth_type,omitzero"`
	Transport Opt[string] `json:"transport,omitzero"`
	// Description is cleared by null: "" keeps it.
	Description    Opt[string]          `json:"description,omitzero"`
	Configurations Opt[json.RawMessage] `json:"configurations,omitzero"`
	// SecretMappings is cleared by an empty list.
	SecretMappings Opt[[]SecretMapping] `json:"secret_mappings,omitzero"`

	// Secret is the JSON of the secret part of the configurations.
	Secret string `json:"-"`
}

// A refusal may repeat what it refuses.
func (b MCPIntegrationCreate) secrets() []string { return longSecrets([]string{b.Secret}) }
func (u MCPIntegrationUpdate) secrets() []string { return longSecrets([]string{u.Secret}) }

func (i MCPIntegration) facts() facts {
	var names []string
	if name, ok := i.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(i.ID, i.Slug), slug: i.Slug.Or(""), names: names,
		createdAt: i.CreatedAt.Or(""), updatedAt: i.LastUpdatedAt.Or(""), status: i.Status, workspaceID: i.WorkspaceID.Or(""),
	}
}

// A slug that the user chooses identifies an MCP integration, and then its name is free.
// Else it is known by its name.
func (b MCPIntegrationCreate) identity() identity {
	if b.Slug == "" {
		return identity{name: b.Name}
	}
	return identity{name: b.Name + " (slug " + b.Slug + ")", id: b.Slug}
}

// MCPIntegrationUse lists the servers of an MCP integration: in its workspace, or in those
// that were ever granted access to it.
func (c *Client) MCPIntegrationUse(ctx context.Context, integration MCPIntegration) Use {
	return c.usersOf(ctx, integration.facts(), mcpIntegrationsPath, "mcp-servers", "MCP server")
}

// ResolveMCPIntegration is the id and the slug of the MCP integration that either of them
// names; see [Client.ResolveIntegration].
func (c *Client) ResolveMCPIntegration(ctx context.Context, ref string) (IntegrationRef, error) {
	return c.mcpReferences().resolve(ctx, ref)
}

// SameMCPIntegration reports whether two references, each an id or a slug, name the same
// MCP integration; see [Client.SameIntegration].
func (c *Client) SameMCPIntegration(ctx context.Context, one, other string) (bool, error) {
	return c.mcpReferences().same(ctx, one, other)
}

func (c *Client) mcpReferences() references {
	return references{c, mcpIntegrationsPath[0], MCPIntegrationReferenceWords}
}

// MCPIntegrationReferenceWords are what messages call an MCP integration that something else
// refers to, whichever type it is of.
var MCPIntegrationReferenceWords = Words{
	One: "MCP integration", Many: "MCP integrations",
	Rights: "scope organisation_mcp_integrations.read, or workspace_mcp_integrations.read for those of a workspace",
}

// MCPIntegrationAccesses are the rows of the workspaces that may use one MCP integration.
type MCPIntegrationAccesses = Rows[IntegrationWorkspaces, MCPIntegrationAccessWrite]

// MCPIntegrationAccessWords are what messages call such a row.
var MCPIntegrationAccessWords = Words{
	One: "MCP integration workspace access", Many: "MCP integration workspace access entries",
	Rights: "scopes organisation_mcp_integrations.read and organisation_mcp_integrations.update (workspace_mcp_integrations for an integration of a workspace)",
}

// NewMCPIntegrationAccesses opens the workspaces of an MCP integration, by its id or slug. The
// slug opens the same rows as the id only where [Client.ResolveMCPIntegration] has looked it
// up.
func NewMCPIntegrationAccesses(c *Client, integration string) *MCPIntegrationAccesses {
	return rowsOf(c, rowsNoun[IntegrationWorkspaces, MCPIntegrationAccessWrite]{
		path: []string{mcpIntegrationsPath[0], c.mcpReferences().known(integration).id(integration), "workspaces"},
		body: func(_ IntegrationWorkspaces, rows []MCPIntegrationAccessWrite) any {
			return mcpIntegrationAccessBody{Workspaces: rows}
		},
	})
}

// mcpIntegrationAccessBody is the body of the PUT. That other rows stay is the default
// (documented), which is sent all the same.
type mcpIntegrationAccessBody struct {
	Workspaces []MCPIntegrationAccessWrite `json:"workspaces"`
	Override   bool                        `json:"override_existing_workspace_access"`
}

// MCPIntegrationAccessWrite is a row of a PUT, which has the id of the workspace.
type MCPIntegrationAccessWrite struct {
	ID      string `json:"id"`
	Enabled bool   `json:"enabled"`
}
