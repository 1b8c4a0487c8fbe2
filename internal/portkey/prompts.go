package portkey

import (
	"context"
	"encoding/json"
)

// Prompts are the prompts of one workspace, or all that the key sees.
type Prompts = Collection[Prompt, PromptCreate, PromptUpdate]

// PromptWords are what messages call prompts.
var PromptWords = Words{One: "prompt", Many: "prompts", Scopes: "prompts"}

// NewPrompts opens the prompts of a workspace, by its id; "" are all that the key sees. A path
// takes the id or the slug (documented). That names are unique is not on record.
func NewPrompts(c *Client, workspaceID string) *Prompts {
	of := inOrganisation[Prompt]()
	if workspaceID != "" {
		of = filteredByWorkspace[Prompt](workspaceID)
	}
	return collect[Prompt, PromptCreate, PromptUpdate](c, noun[Prompt]{Words: PromptWords, path: promptsPath, parent: of})
}

var promptsPath = []string{"prompts"}

// Prompt is a prompt as the Admin API returns it, with one of its versions: the default one,
// unless another is asked for. A list item lacks all but Model of what a version has
// (recorded).
type Prompt struct {
	ID           Opt[string] `json:"id,omitzero"`
	Slug         Opt[string] `json:"slug,omitzero"`
	Name         Opt[string] `json:"name,omitzero"`
	CollectionID Opt[string] `json:"collection_id,omitzero"`
	// WorkspaceID is the workspace that owns the prompt, which may be shared with others;
	// older control planes do not return it.
	WorkspaceID   Opt[string] `json:"prompt_owning_workspace_id,omitzero"`
	Status        Opt[string] `json:"status,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`

	Template Opt[string] `json:"string,omitzero"`
	Model    Opt[string] `json:"model,omitzero"`
	// ProviderID is the slug of the provider, also of one that was written by its id.
	ProviderID Opt[string] `json:"virtual_key,omitzero"`
	// Parameters have the model too, which the server adds (recorded).
	Parameters    Opt[JSONText]        `json:"parameters,omitzero"`
	Tools         Opt[JSONText]        `json:"tools,omitzero"`
	ToolChoice    Opt[json.RawMessage] `json:"tool_choice,omitzero"`
	Functions     Opt[JSONText]        `json:"functions,omitzero"`
	IsRawTemplate Opt[Bool]            `json:"is_raw_template,omitzero"`

	Version            Opt[Number] `json:"prompt_version,omitzero"`
	VersionID          Opt[string] `json:"prompt_version_id,omitzero"`
	VersionDescription Opt[string] `json:"prompt_version_description,omitzero"`
	VersionStatus      Opt[string] `json:"prompt_version_status,omitzero"`
	// FirstVersionID is in the answer to a create only.
	FirstVersionID Opt[string] `json:"version_id,omitzero"`
	// LatestVersion is the number of the latest version, where that was read: see Draft.
	LatestVersion Opt[Number]        `json:"-"`
	LabelID       Opt[string]        `json:"prompt_version_label_id,omitzero"`
	Labels        Opt[[]PromptLabel] `json:"prompt_version_labels,omitzero"`
}

// PromptLabel is a label of a version. The shape of what a version lists is not on record:
// an object with an id, or the id alone.
type PromptLabel struct{ ID, Name string }

// UnmarshalJSON reads either shape.
func (l *PromptLabel) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &l.ID) == nil {
		return nil
	}
	var object struct {
		ID      Opt[string] `json:"id"`
		LabelID Opt[string] `json:"label_id"`
		Name    Opt[string] `json:"name"`
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	*l = PromptLabel{ID: object.LabelID.Or(object.ID.Or("")), Name: object.Name.Or("")}
	return nil
}

// PromptCreate is the body of POST /prompts. The workspace is that of the collection.
type PromptCreate struct {
	Name         string `json:"name"`
	CollectionID string `json:"collection_id"`
	PromptContent
}

// PromptUpdate is the body of PUT /prompts/{id}: an absent key keeps what is stored.
type PromptUpdate struct {
	Name         Opt[string] `json:"name,omitzero"`
	CollectionID Opt[string] `json:"collection_id,omitzero"`
	*PromptContent
}

// PromptContent is what a version consists of. All of it is sent with each, since a PUT of a
// part is rejected, or filled from the latest version (documented).
type PromptContent struct {
	Template   string          `json:"string"`
	Model      string          `json:"model"`
	ProviderID string          `json:"virtual_key"`
	Parameters json.RawMessage `json:"parameters"`
	// IsRawTemplate is left out of the first version.
	IsRawTemplate Opt[int]             `json:"is_raw_template,omitzero"`
	Tools         Opt[json.RawMessage] `json:"tools,omitzero"`
	ToolChoice    Opt[json.RawMessage] `json:"tool_choice,omitzero"`
	Functions     Opt[json.RawMessage] `json:"functions,omitzero"`
	// VersionDescription describes the version that is created.
	VersionDescription Opt[string] `json:"version_description,omitzero"`
}

func (p Prompt) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.Slug, p.ID), slug: p.Slug.Or(""), names: names,
		createdAt: p.CreatedAt.Or(""), updatedAt: p.LastUpdatedAt.Or(""), status: p.Status, workspaceID: p.WorkspaceID.Or(""),
	}
}

func (p Prompt) shownVersion() VersionRef {
	return VersionRef{ID: p.VersionID.Or(""), Number: int(p.Version.Or(0))}
}

func (b PromptCreate) identity() identity { return identity{name: b.Name} }

// LabelIDs are the labels of the version that the answer shows.
func (p Prompt) LabelIDs() []string {
	var all []string
	for _, label := range p.Labels.Or(nil) {
		all = append(all, label.ID)
	}
	if id := p.LabelID.Or(""); id != "" && len(all) == 0 {
		all = append(all, id)
	}
	return all
}

// Draft reads a prompt with the content of its latest version, and with the number and the
// id of the default one.
func (c *Client) Draft(ctx context.Context, id string) (Prompt, error) {
	prompts := NewPrompts(c, "")
	live, err := prompts.GetUncached(ctx, id)
	if err != nil {
		return live, err
	}
	latest, err := GetVersion(ctx, prompts, id, LatestVersion)
	if err != nil {
		return latest, err
	}
	latest.LatestVersion, latest.Version, latest.VersionID = latest.Version, live.Version, live.VersionID
	return latest, nil
}
