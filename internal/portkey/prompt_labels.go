package portkey

import "net/url"

// PromptLabels are the labels of versions of prompts of one workspace, or of the
// organisation itself.
type PromptLabels = Collection[PromptLabelInfo, PromptLabelCreate, PromptLabelUpdate]

// PromptLabelWords are what messages call them.
var PromptLabelWords = Words{One: "prompt label", Many: "prompt labels", Scopes: "prompts"}

// NewPromptLabels opens the labels of a workspace, by its id, or of the organisation, by its id:
// every request of a key of the organisation has to name one of them (documented). With
// neither they are those of a workspace's own key. A path takes the id alone. Names are
// unique in each of these places (documented), and list items have all fields.
func NewPromptLabels(c *Client, workspaceID, organisationID string) *PromptLabels {
	of := inOrganisation[PromptLabelInfo]()
	switch {
	case workspaceID != "":
		of = filteredByWorkspace[PromptLabelInfo](workspaceID)
	case organisationID != "":
		of.id, of.query = organisationID, url.Values{"organisation_id": {organisationID}}
	}
	return collect[PromptLabelInfo, PromptLabelCreate, PromptLabelUpdate](c, noun[PromptLabelInfo]{
		Words:    PromptLabelWords,
		path:     []string{"labels"},
		parent:   of,
		scoped:   true,
		fromList: true,
	})
}

// PromptLabelInfo is a label as the Admin API returns it. The answer to a create contains ID
// alone.
type PromptLabelInfo struct {
	ID          Opt[string] `json:"id,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	ColorCode   Opt[string] `json:"color_code,omitzero"`
	// WorkspaceID is null for a label of the organisation.
	WorkspaceID    Opt[string] `json:"workspace_id,omitzero"`
	OrganisationID Opt[string] `json:"organisation_id,omitzero"`
	// IsUniversal marks the labels that every workspace has, and that can't be changed. They
	// are listed with those of a workspace.
	IsUniversal   Opt[Bool]   `json:"is_universal,omitzero"`
	Status        Opt[string] `json:"status,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// PromptLabelCreate is the body of POST /labels. What is empty is omitted.
type PromptLabelCreate struct {
	Name           string `json:"name"`
	Description    string `json:"description,omitempty"`
	ColorCode      string `json:"color_code,omitempty"`
	WorkspaceID    string `json:"workspace_id,omitempty"`
	OrganisationID string `json:"organisation_id,omitempty"`
}

// PromptLabelUpdate is the body of PUT /labels/{id}: an absent key keeps what is stored, and
// null clears it. Whether null clears a description everywhere is not on record.
type PromptLabelUpdate struct {
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	ColorCode   Opt[string] `json:"color_code,omitzero"`
}

func (p PromptLabelInfo) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.ID), names: names, createdAt: p.CreatedAt.Or(""), updatedAt: p.LastUpdatedAt.Or(""),
		status: p.Status, workspaceID: p.WorkspaceID.Or(""),
	}
}

func (p PromptLabelCreate) identity() identity { return identity{name: p.Name} }
