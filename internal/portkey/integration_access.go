package portkey

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"time"
)

// IntegrationAccesses are the rows of the workspaces that may use one integration.
type IntegrationAccesses = Rows[IntegrationWorkspaces, IntegrationAccessWrite]

// IntegrationAccessWords are what messages call such a row.
var IntegrationAccessWords = Words{
	One: "integration workspace access", Many: "integration workspace access entries",
	Rights: "scopes organisation_integrations.read and organisation_integrations.update (workspace_integrations for an integration of a workspace)",
}

// NewIntegrationAccesses opens the workspaces of an integration, by its slug or id. The id opens
// the same rows as the slug only where [ResolveIntegrationAccesses] has looked it up.
func NewIntegrationAccesses(c *Client, integration string) *IntegrationAccesses {
	return rowsOf(c, rowsNoun[IntegrationWorkspaces, IntegrationAccessWrite]{
		path: []string{"integrations", c.knownSlug(integration), "workspaces"},
		body: func(_ IntegrationWorkspaces, rows []IntegrationAccessWrite) any {
			return integrationAccessBody{Workspaces: rows}
		},
	})
}

// ResolveIntegrationAccesses is [NewIntegrationAccesses] for whoever writes: the id and
// the slug of one integration open the same rows, so that their writes take turns. What is no
// UUID is taken for the slug without asking. The error is a *NotFoundError where there is no
// such integration.
func ResolveIntegrationAccesses(ctx context.Context, c *Client, ref string) (rows *IntegrationAccesses, slug string, err error) {
	slug = ref
	if uuidPattern.MatchString(ref) {
		known, err := c.ResolveIntegration(ctx, ref)
		if err != nil {
			return nil, "", err
		}
		slug = cmp.Or(known.Slug, ref)
	}
	return NewIntegrationAccesses(c, slug), slug, nil
}

// integrationAccessBody is the body of the PUT. That other rows stay is the default
// (documented), which is sent all the same.
type integrationAccessBody struct {
	Workspaces []IntegrationAccessWrite `json:"workspaces"`
	Override   bool                     `json:"override_existing_workspace_access"`
}

// IntegrationWorkspaces are the workspaces of an integration as the Admin API returns them.
type IntegrationWorkspaces struct {
	Workspaces []IntegrationAccess `json:"workspaces"`
}

// UnmarshalJSON reads the list. An object without it must not pass for an empty one.
func (l *IntegrationWorkspaces) UnmarshalJSON(data []byte) error {
	var envelope struct {
		Workspaces Opt[items[IntegrationAccess]] `json:"workspaces"`
	}
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	if !envelope.Workspaces.IsPresent() {
		return errors.New("the answer is not a list: it has no workspaces")
	}
	l.Workspaces = envelope.Workspaces.Or(nil)
	return nil
}

// IntegrationAccess is what one workspace may do with an integration.
type IntegrationAccess struct {
	// ID is that of the workspace: its slug, and its id on newer control planes.
	ID Opt[string] `json:"id,omitzero"`
	// Enabled is false for access that was removed, whose row stays.
	Enabled       Opt[Bool]        `json:"enabled,omitzero"`
	Status        Opt[string]      `json:"status,omitzero"`
	UsageLimits   Opt[UsageLimits] `json:"usage_limits,omitzero"`
	RateLimits    Opt[RateLimits]  `json:"rate_limits,omitzero"`
	CreatedAt     Opt[string]      `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string]      `json:"last_updated_at,omitzero"`
}

// IsEnabled reports whether the workspace may use the integration.
func (a IntegrationAccess) IsEnabled() bool {
	return bool(a.Enabled.Or(true)) && a.Status.Or("") != "archived"
}

// IntegrationAccessWrite is a row of a PUT. An absent key keeps what is stored, and null
// clears it.
type IntegrationAccessWrite struct {
	// ID is that of the workspace: the slug was not reliable (vendor's release notes).
	ID          string            `json:"id"`
	Enabled     bool              `json:"enabled"`
	UsageLimits Opt[[]UsageLimit] `json:"usage_limits,omitzero"`
	RateLimits  Opt[[]RateLimit]  `json:"rate_limits,omitzero"`
	// CreateDefaultProvider is always sent, since true is the default of the API.
	CreateDefaultProvider bool   `json:"create_default_provider"`
	DefaultProviderSlug   string `json:"default_provider_slug,omitempty"`
	// ResetUsage sets to zero what the workspace has spent; no answer shows it.
	ResetUsage bool `json:"reset_usage,omitempty"`
}

// Of is the row of a workspace, by its id and its slug; false where there is none.
func (l IntegrationWorkspaces) Of(workspaceID, slug string) (IntegrationAccess, bool) {
	i := slices.IndexFunc(l.Workspaces, func(one IntegrationAccess) bool {
		id := one.ID.Or("")
		return id != "" && (id == workspaceID || id == slug)
	})
	if i < 0 {
		return IntegrationAccess{}, false
	}
	return l.Workspaces[i], true
}

// hasSlugs reports whether there are rows with the slugs of workspaces.
func (l IntegrationWorkspaces) hasSlugs() bool {
	return slices.ContainsFunc(l.Workspaces, func(one IntegrationAccess) bool { return !uuidPattern.MatchString(one.ID.Or("")) })
}

// SlugFor is the slug of a workspace, given its id, where the list is of slugs and does not
// show that id; "" where that is not needed. Portkey is asked once for each workspace.
func (c *Client) SlugFor(ctx context.Context, list IntegrationWorkspaces, workspaceID string) (string, error) {
	if _, there := list.Of(workspaceID, ""); there || !list.hasSlugs() {
		return "", nil
	}
	return c.WorkspaceSlug(ctx, workspaceID)
}

// ResetIntegrationUsage sets to zero what a workspace has spent on an integration. It is a
// *NotFoundError if the workspace has no access: a row that is written is enabled.
func ResetIntegrationUsage(ctx context.Context, c *Client, rows *IntegrationAccesses, workspaceID string) error {
	return rows.Write(ctx, func(live IntegrationWorkspaces) ([]IntegrationAccessWrite, error) {
		slug, err := c.SlugFor(ctx, live, workspaceID)
		if err != nil {
			return nil, err
		}
		if row, there := live.Of(workspaceID, slug); !there || !row.IsEnabled() {
			return nil, &NotFoundError{Words: IntegrationAccessWords, Ref: workspaceID}
		}
		return []IntegrationAccessWrite{{ID: workspaceID, Enabled: true, ResetUsage: true}}, nil
	})
}

// WorkspaceSlug is the slug of the workspace with an id, which never changes.
func (c *Client) WorkspaceSlug(ctx context.Context, id string) (string, error) {
	known := func() string {
		c.keyState.mu.Lock()
		defer c.keyState.mu.Unlock()
		for slug, one := range c.workspaceIDs {
			if one == id {
				return slug
			}
		}
		return ""
	}
	if slug := known(); slug != "" {
		return slug, nil
	}
	if err := c.lookup.acquire(ctx); err != nil {
		return "", err
	}
	defer c.lookup.release()
	if slug := known(); slug != "" {
		return slug, nil
	}
	got, err := NewWorkspaces(c).Get(ctx, id, "")
	if err != nil {
		return "", err
	}
	slug := got.Slug.Or("")
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	if slug != "" {
		c.workspaceIDs[slug] = got.ID
	}
	return slug, nil
}

// knownSlug is the slug of an integration, if that was looked up, or else what names it.
func (c *Client) knownSlug(ref string) string {
	return cmp.Or(c.integrationReferences().known(ref).Slug, ref)
}

// ProviderWithSlug is the provider of a workspace that has a slug; an empty one where there
// is none, or none that the key may read.
func (c *Client) ProviderWithSlug(ctx context.Context, workspaceID, slug string) (Provider, error) {
	var found Provider
	_, err := c.get(ctx, []string{"providers", slug}, url.Values{"workspace_id": {workspaceID}}, &found)
	if IsRefused(err) {
		return Provider{}, nil
	}
	return found, err
}

// clockTolerance is how far the server's clock may be ahead of the time of what it has just
// created: times of answers and of objects are cut to the second.
const clockTolerance = time.Minute

// DefaultProvider is ProviderWithSlug for a provider that was created since a time of the
// server's clock: it is looked for three times at most. One that is older is none: access
// that is enabled again brings back the providers that the workspace had.
func (c *Client) DefaultProvider(ctx context.Context, workspaceID, slug string, since time.Time) (id string, err error) {
	for attempt := range maxStaleReads {
		if attempt > 0 && c.sleep(ctx, c.opts.Waits.WriteSettle, "a provider that was created is looked for") != nil {
			break
		}
		var found Provider
		if found, err = c.ProviderWithSlug(ctx, workspaceID, slug); found.ID.Or("") == "" {
			continue
		}
		if created, err := time.Parse(time.RFC3339, found.CreatedAt.Or("")); err == nil && !created.Before(since.Add(-clockTolerance)) {
			return found.ID.Or(""), nil
		}
		return "", nil
	}
	return "", err
}
