package portkey

import "context"

// PromptPartials are the partials of one workspace, or all that the key sees.
type PromptPartials = Collection[PromptPartial, PromptPartialCreate, PromptPartialUpdate]

// PromptPartialWords are what messages call them.
var PromptPartialWords = Words{One: "prompt partial", Many: "prompt partials", Scopes: "prompts"}

// NewPromptPartials opens the partials of a workspace, by its id; "" are all that the key sees. A
// path takes the id or the slug (documented). No answer has the workspace, and names are not
// known to be unique.
func NewPromptPartials(c *Client, workspaceID string) *PromptPartials {
	of := inOrganisation[PromptPartial]()
	if workspaceID != "" {
		of = filteredByWorkspace[PromptPartial](workspaceID)
	}
	return collect[PromptPartial, PromptPartialCreate, PromptPartialUpdate](c, noun[PromptPartial]{
		Words: PromptPartialWords, path: []string{"prompts", "partials"}, parent: of, unplaced: true,
	})
}

// PromptPartial is a partial as the Admin API returns it, with one of its versions: the default
// one, unless another is asked for. A list item may lack all that a version has.
type PromptPartial struct {
	ID            Opt[string] `json:"id,omitzero"`
	Slug          Opt[string] `json:"slug,omitzero"`
	Name          Opt[string] `json:"name,omitzero"`
	Status        Opt[string] `json:"status,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`

	Content            Opt[string] `json:"string,omitzero"`
	Version            Opt[Number] `json:"version,omitzero"`
	VersionID          Opt[string] `json:"prompt_partial_version_id,omitzero"`
	VersionDescription Opt[string] `json:"version_description,omitzero"`
	// FirstVersionID is in the answer to a create, which lacks VersionID.
	FirstVersionID Opt[string] `json:"version_id,omitzero"`

	// LatestVersion is known after a read of the latest version.
	LatestVersion Opt[Number] `json:"-"`
}

// PromptPartialCreate is the body of POST /prompts/partials.
type PromptPartialCreate struct {
	Name    string `json:"name"`
	Content string `json:"string"`
	// WorkspaceID is needed with the key of an organisation.
	WorkspaceID        string `json:"workspace_id,omitempty"`
	VersionDescription string `json:"version_description,omitempty"`
}

// PromptPartialUpdate is the body of PUT /prompts/partials/{id}: an absent key keeps what is
// stored. Content creates a version, equal to another one or not.
type PromptPartialUpdate struct {
	Name               Opt[string] `json:"name,omitzero"`
	Content            Opt[string] `json:"string,omitzero"`
	VersionDescription Opt[string] `json:"version_description,omitzero"`
}

func (p PromptPartial) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.Slug, p.ID), slug: p.Slug.Or(""), names: names,
		createdAt: p.CreatedAt.Or(""), updatedAt: p.LastUpdatedAt.Or(""), status: p.Status,
	}
}

func (p PromptPartial) shownVersion() VersionRef {
	return VersionRef{ID: p.VersionID.Or(""), Number: int(p.Version.Or(0))}
}

func (b PromptPartialCreate) identity() identity { return identity{name: b.Name} }

// PartialDraft reads a partial with the content of its latest version, and with the number and
// the id of the default one.
func (c *Client) PartialDraft(ctx context.Context, id string) (PromptPartial, error) {
	partials := NewPromptPartials(c, "")
	live, err := partials.GetUncached(ctx, id)
	if err != nil {
		return live, err
	}
	latest, err := GetVersion(ctx, partials, id, LatestVersion)
	if err != nil {
		return latest, err
	}
	latest.LatestVersion, latest.Version, latest.VersionID = latest.Version, live.Version, live.VersionID
	return latest, nil
}
