package portkey

import (
	"encoding/json"
	"maps"
	"strings"
)

// Workspace is a workspace as the Admin API returns it. Answers differ in what
// they hold: a list item has Status but no OrganisationID, the answer to a
// create may lack anything but ID. What an answer lacks is absent, not empty.
type Workspace struct {
	ID   string      `json:"id"`
	Slug Opt[string] `json:"slug,omitzero"`
	// Name is the display form: with the icon and a blank in front where there
	// is one, unless the server was asked for the plain form.
	Name           Opt[string]            `json:"name,omitzero"`
	Icon           Opt[string]            `json:"icon,omitzero"`
	Description    Opt[string]            `json:"description,omitzero"`
	Defaults       Opt[WorkspaceDefaults] `json:"defaults,omitzero"`
	UsageLimits    Opt[UsageLimits]       `json:"usage_limits,omitzero"`
	RateLimits     Opt[RateLimits]        `json:"rate_limits,omitzero"`
	CreatedAt      Opt[string]            `json:"created_at,omitzero"`
	LastUpdatedAt  Opt[string]            `json:"last_updated_at,omitzero"`
	IsDefault      Opt[Bool]              `json:"is_default,omitzero"`
	OrganisationID Opt[string]            `json:"organisation_id,omitzero"`
	// SecuritySettings are lacking if the key has no right to them.
	SecuritySettings Opt[SecuritySettings] `json:"security_settings,omitzero"`
	// Status is active or archived; only list items contain it.
	Status Opt[string] `json:"status,omitzero"`
}

// UnmarshalJSON reads both shapes of a workspace that are on record: the
// recorded one has is_default at the top, the documentation page's has it
// inside defaults.
func (w *Workspace) UnmarshalJSON(data []byte) error {
	type plain Workspace // without this method
	if err := json.Unmarshal(data, (*plain)(w)); err != nil {
		return err
	}
	if !w.IsDefault.IsPresent() {
		w.IsDefault = w.Defaults.Or(WorkspaceDefaults{}).isDefault
	}
	return nil
}

// WorkspaceDefaults is what every request through a workspace starts from. The
// API stores the object whole: a PUT that lacks a key drops it, so the keys
// that are not modelled here are kept as they were read.
type WorkspaceDefaults struct {
	Metadata Metadata
	// Others holds every other key of the object as it was read.
	Others map[string]json.RawMessage

	isDefault Opt[Bool]
}

// UnmarshalJSON splits the object into metadata and the other keys.
func (d *WorkspaceDefaults) UnmarshalJSON(data []byte) error {
	var fields struct {
		Metadata  Metadata  `json:"metadata"`
		IsDefault Opt[Bool] `json:"is_default"`
	}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	others := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &others); err != nil {
		return err
	}
	// is_default and object are present here in one of the shapes on record, but
	// are not part of what is stored.
	for _, key := range []string{"metadata", "is_default", "object"} {
		delete(others, key)
	}
	*d = WorkspaceDefaults{Metadata: fields.Metadata, Others: others, isDefault: fields.IsDefault}
	return nil
}

// MarshalJSON puts the other keys and the metadata together again. Metadata
// that is nil is left out; metadata that is empty is sent as {}, which clears.
func (d WorkspaceDefaults) MarshalJSON() ([]byte, error) {
	whole := map[string]any{}
	for key, value := range maps.All(d.Others) {
		whole[key] = value
	}
	if d.Metadata != nil {
		whole["metadata"] = map[string]string(d.Metadata)
	}
	return json.Marshal(whole)
}

// WorkspaceCreate is the body of POST /admin/workspaces. What is empty is omitted.
type WorkspaceCreate struct {
	Name        string             `json:"name"`
	Description string             `json:"description,omitempty"`
	Icon        string             `json:"icon,omitempty"`
	Defaults    *WorkspaceDefaults `json:"defaults,omitempty"`
	UsageLimits []UsageLimit       `json:"usage_limits,omitempty"`
	RateLimits  []RateLimit        `json:"rate_limits,omitempty"`
}

// WorkspaceUpdate is the body of PUT /admin/workspaces/{id}: an absent key keeps
// what is stored. Clear icon and description with "", limits with null,
// metadata with an empty map inside the merged defaults.
type WorkspaceUpdate struct {
	Name        Opt[string]            `json:"name,omitzero"`
	Description Opt[string]            `json:"description,omitzero"`
	Icon        Opt[string]            `json:"icon,omitzero"`
	Defaults    Opt[WorkspaceDefaults] `json:"defaults,omitzero"`
	UsageLimits Opt[[]UsageLimit]      `json:"usage_limits,omitzero"`
	RateLimits  Opt[[]RateLimit]       `json:"rate_limits,omitzero"`
	// SecuritySettings are all of them: some alone are rejected (verified by the vendor).
	SecuritySettings Opt[SecuritySettings] `json:"security_settings,omitzero"`
}

// DisplayName is how Portkey shows a workspace of this icon and plain name. A
// name that already starts with the icon is a display name.
func DisplayName(icon, name string) string {
	if icon == "" || hasIcon(name, icon) {
		return name
	}
	return icon + " " + name
}

// PlainName is a display name without the icon in front of it.
func PlainName(icon, name string) string {
	if icon == "" || !hasIcon(name, icon) {
		return name
	}
	return strings.TrimLeft(strings.TrimPrefix(name, icon), " ")
}

func hasIcon(name, icon string) bool { return strings.HasPrefix(name, icon+" ") }

// Display is the workspace's name as Portkey shows it, whichever of the two
// forms the answer holds.
func (w Workspace) Display() string { return DisplayName(w.Icon.Or(""), w.Name.Or("")) }
