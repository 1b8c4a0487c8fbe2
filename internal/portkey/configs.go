package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
)

// Configs are the gateway configs of one workspace, or all that the key sees.
type Configs = Collection[Config, ConfigCreate, ConfigUpdate]

// ConfigWords are what messages call configs.
var ConfigWords = Words{One: "config", Many: "configs", Scopes: "configs"}

// NewConfigs opens the configs of a workspace, by its id; "" are all that the key sees.
// A path takes the slug (documented); whether it takes the UUID too differs between
// control planes. Names are not unique (recorded).
func NewConfigs(c *Client, workspaceID string) *Configs {
	of := inOrganisation[Config]()
	if workspaceID != "" {
		of = filteredByWorkspace[Config](workspaceID)
	}
	return collect[Config, ConfigCreate, ConfigUpdate](c, noun[Config]{
		Words:    ConfigWords,
		path:     configsPath,
		parent:   of,
		bySlug:   true,
		complete: func(item, _ Config) (Config, bool) { return item, item.LastUpdatedAt.Or("") != "" }, partial: true,
	})
}

var configsPath = []string{"configs"}

// Config is a gateway config as the Admin API returns it. A list item lacks Config
// and VersionID (recorded).
type Config struct {
	ID          Opt[string] `json:"id,omitzero"`
	Slug        Opt[string] `json:"slug,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	// Config is the config as JSON text.
	Config        Opt[JSONText] `json:"config,omitzero"`
	VersionID     Opt[string]   `json:"version_id,omitzero"`
	Status        Opt[string]   `json:"status,omitzero"`
	IsDefault     Opt[Bool]     `json:"is_default,omitzero"`
	CreatedAt     Opt[string]   `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string]   `json:"last_updated_at,omitzero"`
	// VersionCreatedAt is in versions and in the read of one config.
	VersionCreatedAt Opt[string] `json:"version_created_at,omitzero"`
}

// ConfigCreate is the body of POST /configs.
type ConfigCreate struct {
	Name   string          `json:"name"`
	Config json.RawMessage `json:"config"`
	// WorkspaceID is needed with the key of an organisation.
	WorkspaceID string `json:"workspace_id,omitempty"`
}

// ConfigUpdate is the body of PUT /configs/{slug}: an absent key keeps what is
// stored. Each config that is sent creates a version (documented), equal or not.
type ConfigUpdate struct {
	Name   Opt[string]          `json:"name,omitzero"`
	Config Opt[json.RawMessage] `json:"config,omitzero"`
}

// A config may contain the keys of AI providers, which a refusal of it may repeat.
func (c ConfigCreate) secrets() []string { return textsIn(c.Config) }
func (u ConfigUpdate) secrets() []string { return textsIn(u.Config.Or(nil)) }

func (c Config) facts() facts {
	var names []string
	if name, ok := c.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(c.Slug, c.ID), slug: c.Slug.Or(""), names: names,
		createdAt: c.CreatedAt.Or(""), updatedAt: c.LastUpdatedAt.Or(""), status: c.Status, workspaceID: c.WorkspaceID.Or(""),
	}
}

func (c ConfigCreate) identity() identity { return identity{name: c.Name} }

// ConfigVersions lists the versions of a config, newest first, by its slug. Each is
// a whole record, and the list has no pages (documented).
func (c *Client) ConfigVersions(ctx context.Context, slug string) ([]Config, error) {
	var all page[Config]
	_, err := c.get(ctx, slices.Concat(configsPath, []string{slug, "versions"}), nil, &all)
	return all.items, err
}

// Use is what uses an object, and keeps it from being deleted.
type Use struct {
	// Users name them, such as `API key "backend" (id)`.
	Users []string
	// Hidden reports that there may be more, which the key may not see.
	Hidden bool
}

// ConfigUse lists what keeps a config from being deleted: API keys that are bound to
// it (documented), and its workspace where that has it for its default (vendor's
// release notes).
func (c *Client) ConfigUse(ctx context.Context, config Config) Use {
	var use Use
	is := func(ref string) bool { return ref != "" && config.facts().isAt(ref) }
	type key struct {
		item
		Defaults Opt[struct {
			ConfigID Opt[string] `json:"config_id"`
		}] `json:"defaults"`
	}
	query := url.Values{"workspace_id": {config.WorkspaceID.Or("")}}
	keys, err := readPages(ctx, c, []string{"api-keys"}, query, pageParameters{}, func(k key) string { return k.key() })
	use.Hidden = err != nil
	for _, k := range keys.items {
		if defaults, _ := k.Defaults.Get(); is(defaults.ConfigID.Or("")) {
			use.Users = append(use.Users, fmt.Sprintf("API key %q (%s)", k.Name.Or(""), k.ID.Or("")))
		}
	}
	workspace, err := NewWorkspaces(c).GetUncached(ctx, config.WorkspaceID.Or(""))
	use.Hidden = use.Hidden || err != nil
	if is(workspace.Defaults.Or(WorkspaceDefaults{}).UserAPIKeyConfig()) {
		use.Users = append(use.Users, fmt.Sprintf("the defaults of workspace %q (%s)", workspace.Display(), workspace.ID))
	}
	return use
}

// JSONText is JSON as text. Portkey takes some objects as such and returns them as a
// string that contains them (recorded); either is read.
type JSONText string

// UnmarshalJSON reads a string that contains JSON, or the JSON itself.
func (t *JSONText) UnmarshalJSON(data []byte) error {
	var text string
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte(`"`)) {
		*t = JSONText(data)
		return nil
	}
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*t = JSONText(text)
	return nil
}
