package portkey

import "context"

// PromptCollectionRef is a collection as a prompt refers to it. A prompt is in the workspace
// of its collection, and answers about it have the ID of that.
type PromptCollectionRef struct{ ID, Slug, WorkspaceID string }

// promptCollectionReferenceWords are what messages call a collection that a prompt refers to.
var promptCollectionReferenceWords = Words{One: "prompt collection", Many: "prompt collections", Scopes: "prompts"}

// ResolvePromptCollection is the collection that an id or a slug names. It is read once,
// since none of this ever changes. The error is a *NotFoundError if the API refuses to return
// it.
func (c *Client) ResolvePromptCollection(ctx context.Context, ref string) (PromptCollectionRef, error) {
	c.keyState.mu.Lock()
	known, ok := c.collections[ref]
	c.keyState.mu.Unlock()
	if ok {
		return known, nil
	}
	if checkID(ref) != nil {
		return PromptCollectionRef{}, &NotFoundError{Words: promptCollectionReferenceWords, Ref: ref}
	}
	var got item
	_, err := c.get(ctx, []string{"collections", ref}, nil, &got)
	if IsRefused(err) {
		return PromptCollectionRef{}, &NotFoundError{Words: promptCollectionReferenceWords, Ref: ref, Refusal: err}
	}
	if err != nil {
		return PromptCollectionRef{}, err
	}
	known = PromptCollectionRef{ID: got.ID.Or(""), Slug: got.Slug.Or(""), WorkspaceID: got.WorkspaceID.Or("")}
	if ref != known.ID && ref != known.Slug {
		return PromptCollectionRef{}, &NotFoundError{Words: promptCollectionReferenceWords, Ref: ref}
	}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	c.collections[known.ID], c.collections[known.Slug] = known, known
	return known, nil
}

// IsPromptCollection reports whether a reference, an id or a slug, names the collection of an
// id. Portkey is asked only about a slug; what it does not return is not the same.
func (c *Client) IsPromptCollection(ctx context.Context, ref, id string) bool {
	if ref == id || ref == "" || id == "" || uuidPattern.MatchString(ref) {
		return ref == id
	}
	known, err := c.ResolvePromptCollection(ctx, ref)
	return err == nil && known.ID == id
}

// IsProvider reports whether a reference, an id or a slug, names the provider of a slug in a
// workspace. Portkey is asked only about an id; what it does not return is not the same.
func (c *Client) IsProvider(ctx context.Context, workspaceID, ref, slug string) bool {
	if ref == slug || workspaceID == "" || !uuidPattern.MatchString(ref) {
		return ref == slug
	}
	found, err := NewProviders(c, workspaceID).Get(ctx, ref, "")
	return err == nil && found.Slug.Or("") == slug
}
