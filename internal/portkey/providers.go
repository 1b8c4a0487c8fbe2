package portkey

import (
	"context"
	"net/http"
	"slices"
)

// Providers are the providers of one workspace.
type Providers = Collection[Provider, ProviderCreate, ProviderUpdate]

// ProviderWords are what messages call providers.
var ProviderWords = Words{One: "provider", Many: "providers", Scopes: "providers"}

// NewProviders opens the providers of a workspace, by its id: the API does not take the slug
// of the workspace here (vendor's documentation). Slugs of providers are unique within a
// workspace only, and names not at all. Reads are answered from the list, whose items
// have all fields (recorded), and which goes on to show a provider whose workspace has
// lost the integration.
func NewProviders(c *Client, workspaceID string) *Providers {
	return collect[Provider, ProviderCreate, ProviderUpdate](c, noun[Provider]{
		Words:    ProviderWords,
		path:     providersPath,
		parent:   filteredByWorkspace[Provider](workspaceID),
		scoped:   true,
		fromList: true,
	})
}

var providersPath = []string{"providers"}

// Provider is a provider as the Admin API returns it. Answers have no time of an update.
type Provider struct {
	ID   Opt[string] `json:"id,omitzero"`
	Slug Opt[string] `json:"slug,omitzero"`
	Name Opt[string] `json:"name,omitzero"`
	Note Opt[string] `json:"note,omitzero"`
	// WorkspaceID is in list items only.
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	// IntegrationID is the slug of the integration (recorded), or its id on newer control
	// planes.
	IntegrationID Opt[string]      `json:"integration_id,omitzero"`
	UsageLimits   Opt[UsageLimits] `json:"usage_limits,omitzero"`
	RateLimits    Opt[RateLimits]  `json:"rate_limits,omitzero"`
	ExpiresAt     Opt[string]      `json:"expires_at,omitzero"`
	// AIProviderName is in the read of one, and Vendor, which is the same, in list items.
	AIProviderName Opt[string] `json:"ai_provider_name,omitzero"`
	Vendor         Opt[string] `json:"provider,omitzero"`
	Status         Opt[string] `json:"status,omitzero"`
	CreatedAt      Opt[string] `json:"created_at,omitzero"`
	LastResetAt    Opt[string] `json:"last_reset_at,omitzero"`
}

// AIProvider is the AI provider, such as openai, in whichever field the answer has it.
func (p Provider) AIProvider() Opt[string] {
	if p.AIProviderName.Or("") == "" && p.Vendor.IsPresent() {
		return p.Vendor
	}
	return p.AIProviderName
}

// isWhole reports whether an answer has all that a read of its own has.
func (p Provider) isWhole() bool {
	return p.Name.IsPresent() && p.Note.IsPresent() && p.IntegrationID.IsPresent() && p.UsageLimits.IsPresent() &&
		p.RateLimits.IsPresent() && p.ExpiresAt.IsPresent()
}

// ProviderCreate is the body of POST /providers. What is empty is omitted. It has no rate
// limits: newer control planes answer 503 to each create with some. They are set by a PUT.
type ProviderCreate struct {
	Name          string      `json:"name"`
	WorkspaceID   string      `json:"workspace_id"`
	IntegrationID string      `json:"integration_id"`
	Slug          string      `json:"slug,omitempty"`
	Note          string      `json:"note,omitempty"`
	UsageLimits   *UsageLimit `json:"usage_limits,omitempty"`
	ExpiresAt     string      `json:"expires_at,omitempty"`
}

// ProviderUpdate is the body of PUT /providers/{slug}: an absent key keeps what is stored.
type ProviderUpdate struct {
	// WorkspaceID is documented in the query, and known to work here.
	WorkspaceID string      `json:"workspace_id"`
	Name        Opt[string] `json:"name,omitzero"`
	// Note is cleared by null or by "": which of them a control plane takes is not known.
	Note Opt[string] `json:"note,omitzero"`
	// The others are cleared by null.
	UsageLimits Opt[UsageLimit]  `json:"usage_limits,omitzero"`
	RateLimits  Opt[[]RateLimit] `json:"rate_limits,omitzero"`
	ExpiresAt   Opt[string]      `json:"expires_at,omitzero"`
	// ResetUsage sets to zero what was spent; no answer shows it.
	ResetUsage bool `json:"reset_usage,omitempty"`
}

func (p Provider) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.ID, p.Slug), slug: p.Slug.Or(""), names: names,
		createdAt: p.CreatedAt.Or(""), status: p.Status, workspaceID: p.WorkspaceID.Or(""),
	}
}

// identity is the slug if that is configured, which is unique and read by itself; then the
// name may be that of another provider. Otherwise it is the name.
func (p ProviderCreate) identity() identity {
	if p.Slug != "" {
		return identity{name: "@" + p.Slug, id: p.Slug}
	}
	return identity{name: p.Name}
}

// Provider reads a provider of a workspace, from the list where that says enough.
func (c *Client) Provider(ctx context.Context, workspaceID, id string) (Provider, error) {
	providers := NewProviders(c, workspaceID)
	got, err := providers.Get(ctx, id, "")
	if err != nil || got.isWhole() {
		return got, err
	}
	return providers.GetUncached(ctx, id)
}

// SetRateLimits sets the rate limits of a provider that was just created.
func (c *Client) SetRateLimits(ctx context.Context, workspaceID, id string, limits []RateLimit) error {
	providers := NewProviders(c, workspaceID)
	body := ProviderUpdate{WorkspaceID: workspaceID, RateLimits: Some(limits)}
	return providers.write(ctx, id, providers.noun.about(http.MethodPut, id, body))
}

// ResetProviderUsage sets to zero what a provider has spent, so that an exhausted one works
// again.
func (c *Client) ResetProviderUsage(ctx context.Context, workspaceID, id string) error {
	providers := NewProviders(c, workspaceID)
	unlock, err := providers.memory.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	body := ProviderUpdate{WorkspaceID: workspaceID, ResetUsage: true}
	return providers.write(ctx, id, providers.noun.about(http.MethodPut, id, body))
}

// ProvidersOfSlug are what has a slug in a workspace, by a list of its own: one whose
// integration is not enabled any more is not read otherwise. Where that fails, it is none.
func (c *Client) ProvidersOfSlug(ctx context.Context, workspaceID, slug string) []Candidate {
	providers := NewProviders(c, workspaceID)
	all, err := providers.ListUncached(ctx)
	if err != nil {
		return nil
	}
	return providers.noun.candidates(slices.DeleteFunc(all, func(one Provider) bool { return one.Slug.Or("") != slug }))
}
