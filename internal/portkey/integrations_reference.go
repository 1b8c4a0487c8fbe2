package portkey

import (
	"cmp"
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
	return c.integrationReferences().resolve(ctx, ref)
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
	return c.integrationReferences().same(ctx, one, other)
}

func (c *Client) integrationReferences() references {
	return references{c, integrationsPath[0], IntegrationReferenceWords}
}

// references are the references to the integrations of one path.
type references struct {
	c     *Client
	path  string
	words Words
}

// known is what was looked up of a reference, empty if nothing was.
func (r references) known(ref string) IntegrationRef {
	r.c.keyState.mu.Lock()
	defer r.c.keyState.mu.Unlock()
	return r.c.integrations[r.path+"/"+ref]
}

// id is the id, or else what names the integration.
func (r IntegrationRef) id(ref string) string { return cmp.Or(r.ID, ref) }

func (r references) resolve(ctx context.Context, ref string) (IntegrationRef, error) {
	if known := r.known(ref); known != (IntegrationRef{}) {
		return known, nil
	}
	found, err := r.find(ctx, ref)
	if err != nil {
		return IntegrationRef{}, err
	}
	known := IntegrationRef{ID: found.ID.Or(""), Slug: found.Slug.Or("")}
	r.c.keyState.mu.Lock()
	defer r.c.keyState.mu.Unlock()
	for _, name := range present(found.ID, found.Slug) {
		r.c.integrations[r.path+"/"+name] = known
	}
	return known, nil
}

func (r references) same(ctx context.Context, one, other string) (bool, error) {
	if one == other || uuidPattern.MatchString(one) == uuidPattern.MatchString(other) {
		return one == other, nil
	}
	known, err := r.resolve(ctx, one)
	if err == nil {
		return other == known.ID || other == known.Slug, nil
	}
	if known, otherErr := r.resolve(ctx, other); otherErr == nil {
		return one == known.ID || one == known.Slug, nil
	}
	return false, err
}

func (r references) find(ctx context.Context, ref string) (item, error) {
	is := func(one item) bool { return slices.Contains(present(one.ID, one.Slug), ref) }
	if checkID(ref) != nil {
		return item{}, &NotFoundError{Words: r.words, Ref: ref}
	}
	var one item
	_, err := r.c.get(ctx, []string{r.path, ref}, nil, &one)
	if err == nil && is(one) {
		return one, nil
	}
	if err != nil && !IsRefused(err) {
		return item{}, err
	}
	all, listErr := readPages(ctx, r.c, []string{r.path}, nil, pageParameters{}, item.key)
	if listErr != nil && !IsRefused(listErr) {
		return item{}, listErr
	}
	if i := slices.IndexFunc(all.items, is); i >= 0 {
		return all.items[i], nil
	}
	return item{}, &NotFoundError{Words: r.words, Ref: ref, Refusal: err}
}
