package portkey

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// SecretReferences are the references of the organisation to secrets in vaults.
type SecretReferences = Collection[SecretReference, SecretReferenceCreate, SecretReferenceUpdate]

// SecretReferenceWords are what messages call them.
var SecretReferenceWords = Words{One: "secret reference", Many: "secret references", Scopes: "secret_references"}

// NewSecretReferences opens them. A path takes the id and the slug. Names are not unique,
// slugs are; a list item lacks where the secret is and how to authenticate (documented).
func NewSecretReferences(c *Client) *SecretReferences {
	return collect[SecretReference, SecretReferenceCreate, SecretReferenceUpdate](c, noun[SecretReference]{
		Words:  SecretReferenceWords,
		path:   secretReferencesPath,
		parent: inOrganisation[SecretReference](),
	})
}

var secretReferencesPath = []string{"secret-references"}

// SecretReference is a reference as the Admin API returns it. The answer to a create
// contains ID and Slug alone. The workspaces that may use it are never returned.
type SecretReference struct {
	ID                 Opt[string]     `json:"id,omitzero"`
	Slug               Opt[string]     `json:"slug,omitzero"`
	Name               Opt[string]     `json:"name,omitzero"`
	Description        Opt[string]     `json:"description,omitzero"`
	ManagerType        Opt[string]     `json:"manager_type,omitzero"`
	AuthConfig         Opt[AuthConfig] `json:"auth_config,omitzero"`
	SecretPath         Opt[string]     `json:"secret_path,omitzero"`
	SecretKey          Opt[string]     `json:"secret_key,omitzero"`
	AllowAllWorkspaces Opt[Bool]       `json:"allow_all_workspaces,omitzero"`
	Tags               Opt[Metadata]   `json:"tags,omitzero"`
	// Status is ACTIVE.
	Status    Opt[string] `json:"status,omitzero"`
	CreatedBy Opt[string] `json:"created_by,omitzero"`
	// The times are RFC 3339, whatever form an answer has.
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// AuthConfig is how to authenticate to a vault. In answers a masked field is missing,
// and another one, whose name has [MaskedField] in front, has a part of its value.
// In an update null removes a field, and an absent one is kept.
type AuthConfig map[string]*string

// MaskedField is what answers put in front of the names of masked fields.
const MaskedField = "masked_"

// secretAuthFields are the fields of an AuthConfig that are secret.
var secretAuthFields = []string{
	"aws_access_key_id", "aws_secret_access_key", "aws_external_id", "azure_entra_client_secret", "vault_token", "vault_secret_id",
}

// SecretReferenceCreate is the body of POST /secret-references.
type SecretReferenceCreate struct {
	Name string `json:"name"`
	// Slug is chosen by the API if it is "".
	Slug        string     `json:"slug,omitempty"`
	Description string     `json:"description,omitempty"`
	ManagerType string     `json:"manager_type"`
	AuthConfig  AuthConfig `json:"auth_config"`
	SecretPath  string     `json:"secret_path"`
	SecretKey   string     `json:"secret_key,omitempty"`
	// AllowAllWorkspaces is true by default, which conflicts with AllowedWorkspaces: ids or
	// slugs.
	AllowAllWorkspaces Opt[Bool] `json:"allow_all_workspaces,omitzero"`
	AllowedWorkspaces  []string  `json:"allowed_workspaces,omitempty"`
	Tags               Metadata  `json:"tags,omitempty"`
}

// SecretReferenceUpdate is the body of PUT /secret-references/{id}: an absent key keeps
// what is stored, null clears. The kind of the vault can't be changed: the API ignores it
// silently (documented).
type SecretReferenceUpdate struct {
	Name               Opt[string]   `json:"name,omitzero"`
	Description        Opt[string]   `json:"description,omitzero"`
	AuthConfig         AuthConfig    `json:"auth_config,omitempty"`
	SecretPath         Opt[string]   `json:"secret_path,omitzero"`
	SecretKey          Opt[string]   `json:"secret_key,omitzero"`
	AllowAllWorkspaces Opt[Bool]     `json:"allow_all_workspaces,omitzero"`
	AllowedWorkspaces  Opt[[]string] `json:"allowed_workspaces,omitzero"`
	Tags               Opt[Metadata] `json:"tags,omitzero"`
}

// An error of the API may repeat what was sent.
func (b SecretReferenceCreate) secrets() []string { return b.AuthConfig.secrets() }
func (b SecretReferenceUpdate) secrets() []string { return b.AuthConfig.secrets() }

func (a AuthConfig) secrets() []string {
	var texts []string
	for _, field := range secretAuthFields {
		if text := a[field]; text != nil && *text != "" {
			texts = append(texts, *text)
		}
	}
	return texts
}

// UnmarshalJSON reads times of the form 2027-01-31 00:00:00 too, as newer control planes
// return them (recorded). They are in UTC.
func (s *SecretReference) UnmarshalJSON(data []byte) error {
	type plain SecretReference // without this method
	if err := json.Unmarshal(data, (*plain)(s)); err != nil {
		return err
	}
	for _, at := range []*Opt[string]{&s.CreatedAt, &s.LastUpdatedAt} {
		if known, err := time.Parse(time.DateTime, at.Or("")); err == nil {
			*at = Some(known.Format(time.RFC3339))
		}
	}
	return nil
}

func (s SecretReference) facts() facts {
	known := facts{
		ids: present(s.ID, s.Slug), slug: s.Slug.Or(""),
		createdAt: s.CreatedAt.Or(""), updatedAt: s.LastUpdatedAt.Or(""), status: Some(strings.ToLower(s.Status.Or(""))),
	}
	if name, ok := s.Name.Get(); ok { // which may be empty
		known.names = []string{name}
	}
	return known
}

// identity: what has a slug of its own is looked up by that, and else by its name.
func (b SecretReferenceCreate) identity() identity { return identity{name: b.Name, id: b.Slug} }

// mostUsers is how many integrations are read to find what uses a secret reference.
const mostUsers = 100

// SecretReferenceUse lists the integrations, and the MCP integrations, that use a secret
// reference. Only a read of each shows its secrets (documented).
func (c *Client) SecretReferenceUse(ctx context.Context, reference SecretReference) Use {
	use := c.mappedIn(ctx, reference, integrationsPath, "integration")
	mcp := c.mappedIn(ctx, reference, mcpIntegrationsPath, "MCP integration")
	return Use{Users: slices.Concat(use.Users, mcp.Users), Hidden: use.Hidden || mcp.Hidden}
}

// mappedIn are those of SecretReferenceUse that are in one list, each called what.
func (c *Client) mappedIn(ctx context.Context, reference SecretReference, list []string, what string) Use {
	all, err := readPages(ctx, c, list, nil, pageParameters{}, func(i item) string { return i.key() })
	use := Use{Hidden: err != nil || len(all.items) > mostUsers}
	for _, one := range all.items[:min(len(all.items), mostUsers)] {
		var read struct {
			Mappings Opt[[]struct {
				Reference Opt[string] `json:"secret_reference_id"`
			}] `json:"secret_mappings"`
		}
		if _, err := c.get(ctx, slices.Concat(list, []string{one.ID.Or(one.Slug.Or(""))}), nil, &read); err != nil {
			use.Hidden = true
			continue
		}
		for _, mapping := range read.Mappings.Or(nil) {
			if reference.facts().isAt(mapping.Reference.Or("")) {
				use.Users = append(use.Users, fmt.Sprintf("%s %q (%s)", what, one.Name.Or(""), one.ID.Or("")))
				break
			}
		}
	}
	return use
}
