package portkey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// MCPOwner is what has capabilities: an MCP integration, or a server of one.
type MCPOwner string

// The owners, by the first element of their paths.
const (
	OfMCPIntegration MCPOwner = "mcp-integrations"
	OfMCPServer      MCPOwner = "mcp-servers"
)

// one is what messages call an owner.
func (o MCPOwner) one() string {
	if o == OfMCPServer {
		return "MCP server"
	}
	return "MCP integration"
}

// MCPCapabilities are the capabilities of one owner: a PUT changes those that it names. They
// exist once the gateway has synced with the MCP server, and nothing deletes one.
type MCPCapabilities = Rows[MCPCapabilityList, MCPCapabilityWrite]

// MCPCapabilityWords are what messages call the capabilities of an owner.
func MCPCapabilityWords(owner MCPOwner) Words {
	words := Words{
		One: "MCP integration capabilities", Many: "MCP integration capabilities",
		Rights: "scopes organisation_mcp_integrations.read and organisation_mcp_integrations.update (workspace_mcp_integrations for an integration of a workspace)",
	}
	if owner == OfMCPServer {
		words = Words{One: "MCP server capabilities", Many: "MCP server capabilities", Rights: "scopes mcp_servers.read and mcp_servers.update"}
	}
	return words
}

// NewMCPCapabilities opens the capabilities of an owner, by its id or slug. Those who write
// name it by the id, so that their writes take turns.
func NewMCPCapabilities(c *Client, owner MCPOwner, ref string) *MCPCapabilities {
	path := []string{string(owner), ref, "capabilities"}
	return rowsOf(c, rowsNoun[MCPCapabilityList, MCPCapabilityWrite]{
		path: path,
		read: func(ctx context.Context) (MCPCapabilityList, error) {
			all, err := readPages(ctx, c, path, nil, mcpRowPages(nil), MCPCapability.Key)
			return all.items, err
		},
		body: func(_ MCPCapabilityList, rows []MCPCapabilityWrite) any {
			return map[string]any{"capabilities": rows}
		},
	})
}

// MCPCapability is something that an MCP server offers, as the Admin API returns it.
type MCPCapability struct {
	// Type is tool, prompt, resource or resource_template.
	Type        Opt[string] `json:"type,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	Title       Opt[string] `json:"title,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	Enabled     Opt[Bool]   `json:"enabled,omitzero"`
	// IntegrationEnabled is what the integration says of a capability of a server.
	IntegrationEnabled Opt[Bool]     `json:"integration_enabled,omitzero"`
	InputSchema        Opt[JSONText] `json:"input_schema,omitzero"`
	Annotations        Opt[JSONText] `json:"annotations,omitzero"`
	URI                Opt[string]   `json:"uri,omitzero"`
	URITemplate        Opt[string]   `json:"uri_template,omitzero"`
	MIMEType           Opt[string]   `json:"mime_type,omitzero"`
	// LastUpdatedAt is of an integration's alone.
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// ResourceTemplate is the type of capabilities that can't be enabled or disabled.
const ResourceTemplate = "resource_template"

// Key distinguishes the capabilities of an owner: "type/name"; "" if one lacks these.
func (m MCPCapability) Key() string {
	if m.Type.Or("") == "" || m.Name.Or("") == "" {
		return ""
	}
	return m.Type.Or("") + "/" + m.Name.Or("")
}

// IsEnabled reports whether it is enabled, as all are until somebody disables them.
func (m MCPCapability) IsEnabled() bool { return bool(m.Enabled.Or(true)) }

// MCPCapabilityList are all capabilities of an owner; none until they are synced.
type MCPCapabilityList []MCPCapability

// Of is the capability of a key; false where there is none.
func (l MCPCapabilityList) Of(key string) (MCPCapability, bool) {
	i := slices.IndexFunc(l, func(one MCPCapability) bool { return one.Key() == key })
	if i < 0 {
		return MCPCapability{}, false
	}
	return l[i], true
}

// Lacks are those of some keys that the list does not have.
func (l MCPCapabilityList) Lacks(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		_, there := l.Of(key)
		return there
	})
}

// LastUpdatedAt is when one was last changed (RFC 3339), "" if that is not known.
func (l MCPCapabilityList) LastUpdatedAt() string {
	last := ""
	for _, one := range l {
		last = max(last, one.LastUpdatedAt.Or(""))
	}
	return last
}

// MCPCapabilityWrite is a row of a PUT.
type MCPCapabilityWrite struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Enabled bool   `json:"enabled"`
}

// MCPCapabilityRow enables or disables the capability of a key.
func MCPCapabilityRow(key string, enabled bool) MCPCapabilityWrite {
	kind, name, _ := strings.Cut(key, "/")
	return MCPCapabilityWrite{Name: name, Type: kind, Enabled: enabled}
}

// MCPMetadata is what the gateway found out about an MCP server, as the Admin API returns it.
type MCPMetadata struct {
	ServerName      Opt[string]   `json:"server_name,omitzero"`
	ServerVersion   Opt[string]   `json:"server_version,omitzero"`
	ProtocolVersion Opt[string]   `json:"protocol_version,omitzero"`
	Title           Opt[string]   `json:"title,omitzero"`
	Description     Opt[string]   `json:"description,omitzero"`
	Instructions    Opt[string]   `json:"instructions,omitzero"`
	WebsiteURL      Opt[string]   `json:"website_url,omitzero"`
	CapabilityFlags Opt[JSONText] `json:"capability_flags,omitzero"`
	// SyncStatus is pending, synced or error.
	SyncStatus   Opt[string] `json:"sync_status,omitzero"`
	SyncError    Opt[string] `json:"sync_error,omitzero"`
	LastSyncedAt Opt[string] `json:"last_synced_at,omitzero"`
}

// MCPMetadata reads it. Of a server it is in the release notes alone.
func (c *Client) MCPMetadata(ctx context.Context, owner MCPOwner, ref string) (MCPMetadata, error) {
	var found MCPMetadata
	_, err := c.get(ctx, []string{string(owner), ref, "metadata"}, nil, &found)
	return found, err
}

// NotSyncedError says that the capabilities of an owner are not listed, and why.
type NotSyncedError struct {
	// What is the owner, as in "MCP integration github".
	What string
	// Missing are the keys of those that are not listed, Listed of those that are.
	Missing, Listed []string
	// Status is the sync_status, "" if it can't be read, and Reason the sync_error.
	Status, Reason string
	// Waited is how long the sync was waited for.
	Waited time.Duration
}

func (e *NotSyncedError) Error() string {
	return fmt.Sprintf("the %s does not list %s", e.What, strings.Join(e.Missing, ", "))
}

// IsFinal reports whether the sync is over, so that more time would not help.
func (e *NotSyncedError) IsFinal() bool { return e.Status == "synced" || e.Status == "error" }

// AwaitMCPCapabilities waits until the capabilities of some keys are listed: for as long as
// the sync takes, and for patience at most. The error is a *[NotSyncedError] if they are not.
func (c *Client) AwaitMCPCapabilities(ctx context.Context, owner MCPOwner, ref string, keys []string, patience time.Duration) error {
	began := time.Now()
	for wait := c.opts.Waits.SyncedPause; ; wait = min(2*wait, maxFindPause) {
		err := c.lackingMCPCapabilities(ctx, owner, ref, keys)
		var lacking *NotSyncedError
		if !errors.As(err, &lacking) {
			return err
		}
		lacking.Waited = time.Since(began)
		left := patience - lacking.Waited
		if lacking.IsFinal() || left <= 0 {
			return lacking
		}
		if err := c.sleep(ctx, min(wait, left), "the capabilities of the "+lacking.What+" are not synced yet"); err != nil {
			return err
		}
	}
}

// lackingMCPCapabilities is an error for keys that are not listed. Where the sync is over,
// the list was read after it.
func (c *Client) lackingMCPCapabilities(ctx context.Context, owner MCPOwner, ref string, keys []string) error {
	rows := NewMCPCapabilities(c, owner, ref)
	list, err := rows.ListUncached(ctx)
	if err != nil || len(list.Lacks(keys)) == 0 {
		return err
	}
	found, err := c.MCPMetadata(ctx, owner, ref)
	if err != nil && !IsRefused(err) {
		return err
	}
	lacking := &NotSyncedError{
		What: owner.one() + " " + ref, Status: found.SyncStatus.Or(""), Reason: c.clean(found.SyncError.Or(""), maxMessage),
	}
	if lacking.Status == "synced" {
		if list, err = rows.ListUncached(ctx); err != nil {
			return err
		}
	}
	for _, one := range list {
		lacking.Listed = append(lacking.Listed, one.Key())
	}
	if lacking.Missing = list.Lacks(keys); len(lacking.Missing) == 0 {
		return nil
	}
	return lacking
}
