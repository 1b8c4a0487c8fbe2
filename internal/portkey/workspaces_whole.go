package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// What a workspace has that the API replaces as a whole: its defaults and its security
// settings. Whoever writes a part of one uses MergeDefaults or MergeSecuritySettings with
// the workspace that [Collection.Edit] has read for it.

// The errors of a write that could drop what an answer lacks.
var (
	ErrNoDefaults         = errors.New("the response does not contain the workspace's defaults, and writing a part of them would drop the rest")
	ErrNoSecuritySettings = errors.New("the response does not contain the workspace's security settings, and they can only be written whole")
)

// MergeDefaults is what a PUT has to say of defaults to change a part of them. All others
// go along as w, the workspace on the server, has them.
func (w Workspace) MergeDefaults(change func(*WorkspaceDefaults)) (Opt[WorkspaceDefaults], error) {
	if !w.Defaults.IsPresent() {
		return Opt[WorkspaceDefaults]{}, ErrNoDefaults
	}
	merged := w.Defaults.Or(WorkspaceDefaults{})
	merged.Others = maps.Clone(merged.Others)
	// Whether null is accepted in a body is not on record; what is left out is not set either.
	maps.DeleteFunc(merged.Others, func(_ string, value json.RawMessage) bool { return string(bytes.TrimSpace(value)) == "null" })
	change(&merged)
	return Some(merged), nil
}

// The keys of defaults beside metadata. The config is config_id on newer control planes,
// which take either.
const (
	inputGuardrails  = "input_guardrails"
	outputGuardrails = "output_guardrails"
	defaultConfig    = "user_api_key_config"
	newerConfig      = "config_id"
)

// InputGuardrails are the slugs of the guardrails of every request, in their order.
func (d WorkspaceDefaults) InputGuardrails() []string { return d.texts(inputGuardrails) }

// OutputGuardrails are the slugs of the guardrails of every response, in their order.
func (d WorkspaceDefaults) OutputGuardrails() []string { return d.texts(outputGuardrails) }

// UserAPIKeyConfig is the slug of the config of the API keys of users; "" for none.
func (d WorkspaceDefaults) UserAPIKeyConfig() string {
	for _, key := range []string{defaultConfig, newerConfig} {
		var slug string
		if json.Unmarshal(d.Others[key], &slug) == nil && slug != "" {
			return slug
		}
	}
	return ""
}

// SetInputGuardrails sets them; none is sent as an empty list, which clears.
func (d *WorkspaceDefaults) SetInputGuardrails(refs []string) {
	d.set(inputGuardrails, append([]string{}, refs...))
}

// SetOutputGuardrails sets them; none is sent as an empty list, which clears.
func (d *WorkspaceDefaults) SetOutputGuardrails(refs []string) {
	d.set(outputGuardrails, append([]string{}, refs...))
}

// SetUserAPIKeyConfig sets the config; "" is sent as null, which clears.
func (d *WorkspaceDefaults) SetUserAPIKeyConfig(ref string) {
	delete(d.Others, newerConfig)
	d.set(defaultConfig, SomeOrNull(ref, ref != ""))
}

func (d *WorkspaceDefaults) set(key string, value any) {
	if d.Others == nil {
		d.Others = map[string]json.RawMessage{}
	}
	d.Others[key], _ = json.Marshal(value) // texts always marshal
}

// ClearingDefaults is the body that clears all but the metadata; none where nothing is set.
func (w Workspace) ClearingDefaults() ([]WorkspaceUpdate, error) {
	set := w.Defaults.Or(WorkspaceDefaults{})
	if len(set.InputGuardrails()) == 0 && len(set.OutputGuardrails()) == 0 && set.UserAPIKeyConfig() == "" {
		return nil, nil
	}
	cleared, err := w.MergeDefaults((*WorkspaceDefaults).clear)
	return []WorkspaceUpdate{{Defaults: cleared}}, err
}

func (d *WorkspaceDefaults) clear() {
	if len(d.InputGuardrails()) > 0 {
		d.SetInputGuardrails(nil)
	}
	if len(d.OutputGuardrails()) > 0 {
		d.SetOutputGuardrails(nil)
	}
	if d.UserAPIKeyConfig() != "" {
		d.SetUserAPIKeyConfig("")
	}
}

// texts is a list of slugs. What is null or of another type is none.
func (d WorkspaceDefaults) texts(key string) []string {
	var list []string
	if json.Unmarshal(d.Others[key], &list) != nil {
		return nil
	}
	return list
}

// isUnset reports whether a key of defaults is one of those forms of none that are on record.
func isUnset(value json.RawMessage) bool {
	return slices.Contains([]string{"", "null", "[]", "{}", `""`}, string(bytes.TrimSpace(value)))
}

// form is the defaults in one form, whatever is left out, null or empty.
func (d WorkspaceDefaults) form() string {
	set := map[string]any{}
	for key, value := range d.Others {
		switch {
		case isUnset(value):
		case key == newerConfig:
			set[defaultConfig] = value
		default:
			set[key] = value
		}
	}
	if len(d.Metadata) > 0 {
		set["metadata"] = d.Metadata
	}
	text, _ := json.Marshal(set) // it was read as JSON
	return string(text)
}

func (w Workspace) wholes() map[string]string {
	return wholesOfWorkspace(w.Defaults, w.SecuritySettings)
}

func (u WorkspaceUpdate) wholes() map[string]string {
	return wholesOfWorkspace(u.Defaults, u.SecuritySettings)
}

func wholesOfWorkspace(defaults Opt[WorkspaceDefaults], settings Opt[SecuritySettings]) map[string]string {
	parts := map[string]string{}
	if defaults.IsPresent() {
		parts["defaults"] = defaults.Or(WorkspaceDefaults{}).form()
	}
	if settings.IsPresent() {
		parts["security_settings"] = settings.Or(nil).form()
	}
	return parts
}

// SecuritySettings are what the roles of a workspace may see and do, as JSON: an object of
// booleans, of which later control planes have more.
type SecuritySettings json.RawMessage

// UnmarshalJSON keeps the object as it is.
func (s *SecuritySettings) UnmarshalJSON(data []byte) error {
	*s = bytes.Clone(data)
	return nil
}

// MarshalJSON writes the object.
func (s SecuritySettings) MarshalJSON() ([]byte, error) { return s, nil }

func (s SecuritySettings) values() map[string]json.RawMessage {
	values := map[string]json.RawMessage{}
	_ = json.Unmarshal(s, &values) // another type has no flags
	return values
}

// Flags are the booleans among them, by their names in snake_case.
func (s SecuritySettings) Flags() map[string]bool {
	flags := map[string]bool{}
	for name, value := range s.values() {
		var flag Bool
		if string(value) != "null" && json.Unmarshal(value, &flag) == nil {
			flags[snakeCase(name)] = bool(flag)
		}
	}
	return flags
}

func (s SecuritySettings) form() string {
	text, _ := json.Marshal(s.Flags()) // booleans always marshal
	return string(text)
}

// MergeSecuritySettings is what a PUT has to say of security settings to change some flags,
// which are given by their names in snake_case. All others go along as w, the workspace on
// the server, has them.
func (w Workspace) MergeSecuritySettings(flags map[string]bool) (Opt[SecuritySettings], error) {
	stored, there := w.SecuritySettings.Get()
	if !there || len(stored.Flags()) == 0 {
		return Opt[SecuritySettings]{}, ErrNoSecuritySettings
	}
	values := stored.values()
	for name := range values {
		if flag, changes := flags[snakeCase(name)]; changes {
			values[name], _ = json.Marshal(flag) // booleans always marshal
		}
	}
	merged, err := json.Marshal(values)
	return Some(SecuritySettings(merged)), err
}

// snakeCase is a name of the API as an attribute has it: membersViewApiKeys is
// members_view_api_keys.
func snakeCase(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = !unicode.IsUpper(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// GuardrailSlug is the slug of a guardrail, by which answers name it, and ConfigSlug that of
// a config. What can't be looked up stays as it is.
func (c *Client) GuardrailSlug(ctx context.Context, ref string) string {
	return c.slugOf(ctx, guardrailsPath, ref)
}

// ConfigSlug is the slug of a config; see GuardrailSlug.
func (c *Client) ConfigSlug(ctx context.Context, ref string) string {
	return c.slugOf(ctx, configsPath, ref)
}

// slugOf looks an id up once, since neither that nor the slug ever changes.
func (c *Client) slugOf(ctx context.Context, path []string, ref string) string {
	if !uuidPattern.MatchString(ref) {
		return ref
	}
	at := slices.Concat(path, []string{ref})
	c.keyState.mu.Lock()
	known, ok := c.slugs[strings.Join(at, "/")]
	c.keyState.mu.Unlock()
	if ok {
		return known
	}
	var found item
	if _, err := c.get(ctx, at, nil, &found); err != nil || found.ID.Or("") != ref || found.Slug.Or("") == "" {
		return ref
	}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	c.slugs[strings.Join(at, "/")] = found.Slug.Or("")
	return found.Slug.Or("")
}
