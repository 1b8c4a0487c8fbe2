package portkey

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Integrations are the integrations of one workspace, or all that the key sees.
type Integrations = Collection[Integration, IntegrationCreate, IntegrationUpdate]

// IntegrationWords are what messages call integrations of either type.
var IntegrationWords = Words{
	One: "integration", Many: "integrations",
	Rights: "scopes of integrations, such as organisation_integrations.read",
}

// WordsOfIntegrations are IntegrationWords with the scopes of those of the organisation
// or, if ofWorkspace, of those of a workspace.
func WordsOfIntegrations(ofWorkspace bool) Words {
	words := IntegrationWords
	words.Scopes, words.Rights = "organisation_integrations", ""
	if ofWorkspace {
		words.Scopes = "workspace_integrations"
	}
	return words
}

// NewIntegrations opens the integrations of a workspace, by its id; "" are all that the key
// sees. Slugs are unique in the organisation, and names are not (documented). A path takes
// the slug (documented); the UUID is known to work as well.
func NewIntegrations(c *Client, workspaceID string) *Integrations {
	of := inOrganisation[Integration]()
	if workspaceID != "" {
		of = filteredByWorkspace[Integration](workspaceID)
	}
	return collect[Integration, IntegrationCreate, IntegrationUpdate](c, noun[Integration]{
		Words:  WordsOfIntegrations(workspaceID != ""),
		path:   integrationsPath,
		parent: of,
		bySlug: true,
	})
}

var integrationsPath = []string{"integrations"}

// Integration is a connection to an AI provider as the Admin API returns it. A list item
// lacks the configurations, the mappings and the prices.
type Integration struct {
	ID           Opt[string] `json:"id,omitzero"`
	Slug         Opt[string] `json:"slug,omitzero"`
	Name         Opt[string] `json:"name,omitzero"`
	Description  Opt[string] `json:"description,omitzero"`
	AIProviderID Opt[string] `json:"ai_provider_id,omitzero"`
	// Type is organisation or workspace.
	Type   Opt[string] `json:"type,omitzero"`
	Status Opt[string] `json:"status,omitzero"`
	// WorkspaceID is the id or the slug of the workspace of one of type workspace.
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	OwnerID     Opt[string] `json:"owner_id,omitzero"`
	// MaskedKey is the key as reads contain it.
	MaskedKey Opt[string] `json:"masked_key,omitzero"`
	// Configurations is a JSON object. Its secrets are masked, below masked_ and their
	// name.
	Configurations     Opt[JSONText]        `json:"configurations,omitzero"`
	SecretMappings     Opt[[]SecretMapping] `json:"secret_mappings,omitzero"`
	PricingAdjustments Opt[JSONText]        `json:"pricing_adjustments,omitzero"`
	Tags               Opt[Metadata]        `json:"tags,omitzero"`
	// ProviderID is in the answer to a create, where that created a provider too.
	ProviderID Opt[string] `json:"provider_id,omitzero"`
	CreatedAt  Opt[string] `json:"created_at,omitzero"`
	// LastUpdatedAt is null until the first update. A change of the access of workspaces is
	// one.
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// SecretMapping fills a field with a secret of a vault.
type SecretMapping struct {
	// TargetField is key, or a field of the configurations behind "configurations.".
	TargetField string `json:"target_field"`
	// SecretReferenceID is sent as id or slug, and returned as the slug.
	SecretReferenceID string `json:"secret_reference_id"`
	// SecretKey overrides that of the reference; null does not.
	SecretKey Opt[string] `json:"secret_key,omitzero"`
	// ValueFormat is string or json.
	ValueFormat Opt[string] `json:"value_format,omitzero"`
}

// IntegrationCreate is the body of POST /integrations. What is empty is omitted.
type IntegrationCreate struct {
	Name               string            `json:"name"`
	AIProviderID       string            `json:"ai_provider_id"`
	Slug               string            `json:"slug,omitempty"`
	WorkspaceID        string            `json:"workspace_id,omitempty"`
	Description        string            `json:"description,omitempty"`
	Key                string            `json:"key,omitempty"`
	Configurations     json.RawMessage   `json:"configurations,omitempty"`
	SecretMappings     []SecretMapping   `json:"secret_mappings,omitempty"`
	PricingAdjustments json.RawMessage   `json:"pricing_adjustments,omitempty"`
	Tags               map[string]string `json:"tags,omitempty"`
	// CreateDefaultProvider is always sent, since true is the default of the API.
	CreateDefaultProvider bool   `json:"create_default_provider"`
	DefaultProviderSlug   string `json:"default_provider_slug,omitempty"`

	// Secrets are the secret values among the configurations.
	Secrets []string `json:"-"`
}

// IntegrationUpdate is the body of PUT /integrations/{slug}: an absent key keeps what is
// stored. Whether the configurations are merged or replaced is not known, so they are
// sent whole, with null for what is to be removed.
type IntegrationUpdate struct {
	Name Opt[string] `json:"name,omitzero"`
	// Description is cleared by null: "" keeps it.
	Description    Opt[string]          `json:"description,omitzero"`
	Key            Opt[string]          `json:"key,omitzero"`
	Configurations Opt[json.RawMessage] `json:"configurations,omitzero"`
	// SecretMappings is cleared by an empty list, PricingAdjustments by null.
	SecretMappings     Opt[[]SecretMapping]   `json:"secret_mappings,omitzero"`
	PricingAdjustments Opt[json.RawMessage]   `json:"pricing_adjustments,omitzero"`
	Tags               Opt[map[string]string] `json:"tags,omitzero"`

	// Secrets are the secret values among the configurations.
	Secrets []string `json:"-"`
}

// A refusal may repeat what it refuses.
func (b IntegrationCreate) secrets() []string {
	return longSecrets(append([]string{b.Key}, b.Secrets...))
}
func (u IntegrationUpdate) secrets() []string {
	return longSecrets(append([]string{u.Key.Or("")}, u.Secrets...))
}

// longSecrets are those that are long enough to be hidden, and the texts in those that are
// JSON, such as the key of a service account.
func longSecrets(all []string) []string {
	var texts []string
	for _, secret := range all {
		texts = append(texts, textsIn(json.RawMessage(secret))...)
		if len(secret) >= minSecret {
			texts = append(texts, secret)
		}
	}
	return texts
}

func (i Integration) facts() facts {
	var names []string
	if name, ok := i.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(i.Slug, i.ID), slug: i.Slug.Or(""), names: names,
		createdAt: i.CreatedAt.Or(""), updatedAt: i.LastUpdatedAt.Or(""), status: i.Status, workspaceID: i.WorkspaceID.Or(""),
	}
}

// A slug that the user chooses identifies an integration, and then its name is free. Else
// it is known by its name.
func (b IntegrationCreate) identity() identity {
	if b.Slug == "" {
		return identity{name: b.Name}
	}
	return identity{name: b.Name + " (slug " + b.Slug + ")", id: b.Slug}
}

// mostUseLookups is how many workspaces are searched for the providers of an integration.
const mostUseLookups = 20

// IntegrationUse lists the providers of an integration: in its workspace, or in those that
// were ever granted access to it.
func (c *Client) IntegrationUse(ctx context.Context, integration Integration) Use {
	return c.usersOf(ctx, integration.facts(), integrationsPath, "providers", "provider")
}

// usersOf lists what workspaces have of an integration that is below a path: what is in the
// list at another one, each called what.
func (c *Client) usersOf(ctx context.Context, known facts, integrations []string, list, what string) Use {
	var use Use
	workspaces := []string{known.workspaceID}
	if known.workspaceID == "" {
		workspaces, use.Hidden = c.grantedWorkspaces(ctx, slices.Concat(integrations, []string{known.id(), "workspaces"}))
	}
	type user struct {
		item
		IntegrationID    Opt[string] `json:"integration_id"`
		MCPIntegrationID Opt[string] `json:"mcp_integration_id"`
	}
	for n, workspace := range workspaces {
		id, err := c.WorkspaceID(ctx, workspace)
		if err != nil || n >= mostUseLookups {
			use.Hidden = true
			continue
		}
		query := map[string][]string{"workspace_id": {id}}
		found, err := readPages(ctx, c, []string{list}, query, pageParameters{}, func(u user) string { return u.key() })
		use.Hidden = use.Hidden || err != nil
		for _, one := range found.items {
			if known.isAt(one.IntegrationID.Or("")) || known.isAt(one.MCPIntegrationID.Or("")) {
				use.Users = append(use.Users, fmt.Sprintf("%s %q of workspace %s", what, cmp.Or(one.Name.Or(""), one.Slug.Or("")), workspace))
			}
		}
	}
	return use
}

// grantedWorkspaces are the workspaces that have a row in the list of an integration, by id
// or slug. A row stays when its access is removed.
func (c *Client) grantedWorkspaces(ctx context.Context, path []string) (refs []string, hidden bool) {
	var rows struct {
		Workspaces []struct {
			ID string `json:"id"`
		} `json:"workspaces"`
	}
	_, err := c.get(ctx, path, nil, &rows)
	for _, row := range rows.Workspaces {
		refs = append(refs, row.ID)
	}
	return refs, err != nil
}
