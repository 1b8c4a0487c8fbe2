package portkey

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
)

// PromptCollections are the collections of prompts of one workspace, or what the key of a
// workspace sees.
type PromptCollections = Collection[PromptCollection, PromptCollectionCreate, PromptCollectionUpdate]

// PromptCollectionWords are what messages call them.
var PromptCollectionWords = Words{One: "prompt collection", Many: "prompt collections", Scopes: "prompts"}

// NewPromptCollections opens the collections of a workspace, by its id, which the list needs
// with the key of an organisation (documented); "" is what a path names, and the list of a
// workspace's own key. A path takes the id and the slug. Names are not unique. List items
// have all fields (documented), so that reads are answered from the list.
func NewPromptCollections(c *Client, workspaceID string) *PromptCollections {
	of := inOrganisation[PromptCollection]()
	if workspaceID != "" {
		of = filteredByWorkspace[PromptCollection](workspaceID)
	}
	return collect[PromptCollection, PromptCollectionCreate, PromptCollectionUpdate](c, noun[PromptCollection]{
		Words:    PromptCollectionWords,
		path:     promptCollectionsPath,
		parent:   of,
		fromList: workspaceID != "",
	})
}

var promptCollectionsPath = []string{"collections"}

// PromptCollection is a collection as the Admin API returns it. The answer to a create
// contains ID and Slug alone.
type PromptCollection struct {
	ID          Opt[string] `json:"id,omitzero"`
	Slug        Opt[string] `json:"slug,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	// ParentCollectionID is an id, whichever form was sent.
	ParentCollectionID Opt[string] `json:"parent_collection_id,omitzero"`
	// IsDefault marks the collection that every workspace has, and that can't be deleted.
	IsDefault     Opt[Bool]   `json:"is_default,omitzero"`
	Status        Opt[string] `json:"status,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// PromptCollectionCreate is the body of POST /collections.
type PromptCollectionCreate struct {
	Name string `json:"name"`
	// WorkspaceID is needed with the key of an organisation.
	WorkspaceID        string `json:"workspace_id,omitempty"`
	ParentCollectionID string `json:"parent_collection_id,omitempty"`
}

// PromptCollectionUpdate is the body of PUT /collections/{id}: nothing else can be changed.
type PromptCollectionUpdate struct {
	Name string `json:"name"`
}

func (p PromptCollection) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.ID, p.Slug), slug: p.Slug.Or(""), names: names,
		createdAt: p.CreatedAt.Or(""), updatedAt: p.LastUpdatedAt.Or(""), status: p.Status, workspaceID: p.WorkspaceID.Or(""),
	}
}

func (p PromptCollectionCreate) identity() identity { return identity{name: p.Name} }

// PromptCollectionContents is what a collection contains.
type PromptCollectionContents struct {
	// Inside name what it is, such as `prompt "Refunds" (id)`, as far as that was looked at.
	Inside []string
	// Hidden reports that the key may not see all of it.
	Hidden bool
}

// mostNamed is how many things a message names.
const mostNamed = 10

// PromptCollectionContents looks for the collections, prompts and partials in a collection.
// What is listed in it is read once more, since a list may be behind what was deleted.
func (c *Client) PromptCollectionContents(ctx context.Context, of PromptCollection) PromptCollectionContents {
	var found PromptCollectionContents
	in := url.Values{"workspace_id": {of.WorkspaceID.Or("")}}
	inside := url.Values{"workspace_id": in["workspace_id"], "collection_id": {of.ID.Or("")}}
	for _, kind := range []struct {
		Words
		path  []string
		query url.Values
		// says is whether list items say where they are (documented).
		says bool
	}{
		{PromptCollectionWords, promptCollectionsPath, in, true},
		{Words{One: "prompt"}, []string{"prompts"}, inside, false},
		{Words{One: "prompt partial"}, []string{"prompts", "partials"}, inside, false},
	} {
		listed, err := readPages(ctx, c, kind.path, kind.query, pageParameters{}, func(i inCollection) string { return i.key() })
		found.Hidden = found.Hidden || err != nil
		for _, one := range listed.items {
			id := one.ID.Or(one.Slug.Or(""))
			where := one.where()
			if where == "" && kind.says || where != "" && !of.facts().isAt(where) || len(found.Inside) == mostNamed || checkID(id) != nil {
				continue
			}
			var alone inCollection
			_, err := c.get(ctx, slices.Concat(kind.path, []string{id}), nil, &alone)
			switch {
			case err == nil && of.facts().isAt(alone.where()):
				found.Inside = append(found.Inside, fmt.Sprintf("%s %q (%s)", kind.One, alone.Name.Or(one.Name.Or("")), id))
			case err != nil && !IsRefused(err):
				found.Hidden = true
			}
		}
	}
	return found
}

// inCollection is what can be in a collection: a collection has the one that it is in as its
// parent.
type inCollection struct {
	item
	CollectionID Opt[string] `json:"collection_id"`
	ParentID     Opt[string] `json:"parent_collection_id"`
}

func (i inCollection) where() string { return cmp.Or(i.ParentID.Or(""), i.CollectionID.Or("")) }
