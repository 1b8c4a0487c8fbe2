package portkey

import (
	"context"
	"slices"
)

// IntegrationRef is what a path names an integration by. Answers about what belongs to one
// have the slug (recorded), or the id on newer control planes.
type IntegrationRef struct{ ID, Slug string }

// IntegrationReferenceWords are what messages call an integration that something else
// refers to, whichever type it is of.
var IntegrationReferenceWords = Words{
	One: "integration", Many: "integrations",
	Rights: "scope organisation_integrations.read, or workspace_integrations.read for those of a workspace",
}

// ResolveIntegration is the id and the slug of the integration that either of them names.
// It is looked up once, since neither ever changes: by a read of its own, and in the
// list, which alone shows a workspace's own key the integrations of its organisation
// (documented). The error is a *NotFoundError if there is no such integration.
func (c *Client) ResolveIntegration(ctx context.Context, ref string) (IntegrationRef, error) {
	c.keyState.mu.Lock()
	known, ok := c.integrations[ref]
	c.keyState.mu.Unlock()
	if ok {
		return known, nil
	}
	found, err := c.findIntegration(ctx, ref)
	if err != nil {
		return IntegrationRef{}, err
	}
	known = IntegrationRef{ID: found.ID.Or(""), Slug: found.Slug.Or("")}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	for _, name := range present(found.ID, found.Slug) {
		c.integrations[name] = known
	}
	return known, nil
}

// IntegrationSlug is the slug of an integration, which the API documents where another
// object refers to one. What can't be resolved stays as it is.
func (c *Client) IntegrationSlug(ctx context.Context, ref string) string {
	if !uuidPattern.MatchString(ref) {
		return ref
	}
	known, err := c.ResolveIntegration(ctx, ref)
	if err != nil || known.Slug == "" {
		return ref
	}
	return known.Slug
}

// SameIntegration reports whether two references, each an id or a slug, name the same
// integration. Portkey is asked only if one of them is an id and the other one is not.
func (c *Client) SameIntegration(ctx context.Context, one, other string) (bool, error) {
	if one == other || uuidPattern.MatchString(one) == uuidPattern.MatchString(other) {
		return one == other, nil
	}
	known, err := c.ResolveIntegration(ctx, one)
	if err == nil {
		return other == known.ID || other == known.Slug, nil
	}
	if known, otherErr := c.ResolveIntegration(ctx, other); otherErr == nil {
		return one == known.ID || one == known.Slug, nil
	}
	return false, err
}

func (c *Client) findIntegration(ctx context.Context, ref string) (item, error) {
	is := func(one item) bool { return slices.Contains(present(one.ID, one.Slug), ref) }
	if checkID(ref) != nil {
		return item{}, &NotFoundError{Words: IntegrationReferenceWords, Ref: ref}
	}
	var one item
	_, err := c.get(ctx, []string{"integrations", ref}, nil, &one)
	if err == nil && is(one) {
		return one, nil
	}
	if err != nil && !IsRefused(err) {
		return item{}, err
	}
	all, listErr := readPages(ctx, c, []string{"integrations"}, nil, pageParameters{}, item.key)
	if listErr != nil && !IsRefused(listErr) {
		return item{}, listErr
	}
	if i := slices.IndexFunc(all.items, is); i >= 0 {
		return all.items[i], nil
	}
	return item{}, &NotFoundError{Words: IntegrationReferenceWords, Ref: ref, Refusal: err}
}
