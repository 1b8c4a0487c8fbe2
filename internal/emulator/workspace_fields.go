package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// writeWorkspace writes the fields of a body into a workspace.
func writeWorkspace(s *Server, w *Object, body map[string]any, who by) error {
	if err := s.writeName(w, body, who); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(body)) {
		value, err := any(nil), error(nil)
		switch field {
		case "description":
			var description string
			description, err = s.description(w, body[field], who)
			value = s.trimmed(description)
		case "defaults":
			value, err = s.defaults(w, body[field], who)
		case "usage_limits":
			value, err = limits(field, body[field], who, func(value any) ([]limit, error) { return s.usageLimits(w, value, who) })
		case "rate_limits":
			value, err = limits(field, body[field], who, func(value any) ([]limit, error) { return s.rateLimits(value, who) })
		case "security_settings":
			value, err = s.security(w, body[field], who)
		case "users":
			value, err = body[field], s.checkUsers(w, body[field])
		default:
			continue
		}
		if err != nil {
			return err
		}
		w.set(field, value)
	}
	if extra := s.answers.EnforcedMetadata; len(extra) > 0 && who == creating {
		w.set("defaults", withMetadata(w.object("defaults"), extra))
	}
	return nil
}

// security are security settings, which are written as a whole: a sparse object is rejected
// (verified by the vendor). One that the organisation does not let workspaces override
// can't be changed, but be sent as it is (vendor's changelog; assumed). A person changes
// some, as an organisation does that syncs its own down, or a later API that has more.
func (s *Server) security(w *Object, value any, who by) (map[string]any, error) {
	const field = "security_settings"
	settings, ok := value.(map[string]any)
	stored := w.object(field)
	if who == person && ok {
		merged := clone(stored)
		maps.Copy(merged, settings)
		return merged, nil
	}
	if !ok || !sameKeys(settings, stored) {
		return nil, badField(field, field+" are not complete")
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		switch {
		case jsonText(settings[name]) == jsonText(stored[name]):
		case !isBool(settings[name]):
			return nil, badField(field, field+"."+name+" is not a boolean")
		case slices.Contains(s.answers.ClosedSettings, name):
			return nil, badField(field, "Workspace override is not enabled")
		}
	}
	return clone(settings), nil
}

// withMetadata adds what is not there yet: the defaults of an organisation's
// metadata schema (documented).
func withMetadata(defaults map[string]any, extra map[string]string) map[string]any {
	defaults = clone(defaults)
	if defaults == nil {
		defaults = map[string]any{}
	}
	metadata, _ := defaults["metadata"].(map[string]any)
	if metadata == nil {
		metadata = map[string]any{}
	}
	for key, value := range extra {
		if _, set := metadata[key]; !set {
			metadata[key] = value
		}
	}
	defaults["metadata"] = metadata
	return defaults
}

// description writes a description; see Clearing.
func (s *Server) description(w *Object, value any, who by) (string, error) {
	if who == updating {
		switch s.answers.Description {
		case ClearedByNull:
			if value == nil {
				return "", nil
			}
			if value == "" {
				return w.text("description"), nil
			}
		case NeverCleared:
			if value == nil || value == "" {
				return w.text("description"), nil
			}
		case ClearedByBlank:
		}
	}
	return text("description", value, who)
}

// text is a description or an icon. On create what is empty is left out; "" clears
// afterwards (verified for the icon, assumed for the description); null is unknown.
func text(field string, value any, who by) (string, error) {
	s, ok := value.(string)
	if value == nil && who == person {
		return "", nil
	}
	if !ok || s == "" && who == creating {
		return "", badField(field, fmt.Sprintf("%s can't be %v", field, value))
	}
	return s, nil
}

func (s *Server) trimmed(text string) string {
	if s.answers.Trims {
		return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	}
	return text
}

// writeName writes the icon and the name, which the API takes for one thing.
func (s *Server) writeName(w *Object, body map[string]any, who by) error {
	sentIcon, iconSent := body["icon"]
	sentName, nameSent := body["name"]
	icon, err := w.text("icon"), error(nil)
	if iconSent {
		if icon, err = text("icon", sentIcon, who); err != nil {
			return err
		}
	}
	if !nameSent {
		if who == creating || w.Name == "" {
			return badField("name", "name is missing")
		}
		w.set("icon", icon)
		return nil
	}
	name, ok := sentName.(string)
	if !ok || strings.TrimSpace(name) == "" {
		return badField("name", "name is blank")
	}
	name = s.trimmed(name)
	led, rest := splitIcon(name, s.answers.GluedIcon)
	switch {
	case led == "":
		w.Name = name
		w.set("icon", icon)
	case !iconSent || led == icon:
		// The emoji in front is the icon; the two spellings are one (verified).
		w.Name = rest
		w.set("icon", led)
	case icon == "" && who != person:
		return badField("icon", "an empty icon beside a name that starts with one")
	default:
		// Two emoji: unknown. Assumed: the icon sent wins, the name is kept whole.
		w.Name = name
		w.set("icon", icon)
	}
	return nil
}

// usageLimits are usage limits as they are stored; see Answers.MergedLimits,
// Answers.RigidLimits and Answers.OneUsageLimit.
func (s *Server) usageLimits(w *Object, value any, who by) ([]limit, error) {
	const field = "usage_limits"
	stored := rolled(w.limits(field), s.now())
	if s.answers.RigidLimits && who == updating {
		if err := rigid(value, stored); err != nil {
			return nil, err
		}
	}
	if s.answers.MergedLimits && who == updating {
		value = mergedLimits(value, stored)
	}
	limits, err := parseUsageLimits(value, s.answers.AnyLimits || who == person, s.now())
	if err == nil && len(limits) > 1 && s.answers.OneUsageLimit && who != person {
		return nil, badField(field, "a workspace has at most one usage limit")
	}
	return limits, err
}

// rateLimits are rate limits as they are stored. An empty list clears (seen on newer
// back ends).
func (s *Server) rateLimits(value any, who by) ([]limit, error) {
	if list, ok := value.([]any); ok && len(list) == 0 && who != creating {
		return nil, nil
	}
	return parseRateLimits(value, s.answers.AnyLimits || who == person)
}

// limits clears with null, except on create, where what is empty is left out.
func limits(field string, value any, who by, parse func(any) ([]limit, error)) ([]limit, error) {
	if value == nil {
		if who == creating {
			return nil, badField(field, field+" can't be null")
		}
		return nil, nil
	}
	return parse(value)
}

// defaults is the object that replaces the workspace's defaults. Only metadata can be set on
// create: the rest refers to what lies inside the workspace. A key that the API
// does not know is rejected, unless it is stored already: then a caller sends it
// back as it was read.
func (s *Server) defaults(w *Object, value any, who by) (map[string]any, error) {
	sent, ok := value.(map[string]any)
	if value == nil && who == person {
		return nil, nil
	}
	if !ok || len(sent) == 0 && who != person {
		return nil, badField("defaults", "defaults is not an object with at least one key")
	}
	kept := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		one, err := cloneAny(sent[key]), error(nil)
		_, stored := w.object("defaults")[key]
		switch key {
		case "metadata":
			err = s.metadata(kept, one, who)
		case "input_guardrails", "output_guardrails":
			err = s.guardrails(kept, w, key, one, who)
		case "user_api_key_config", s.configKey():
			err = s.userConfig(kept, w, one, who)
		default:
			if !stored && who != person && !s.answers.FreeDefaults {
				err = badField("defaults", "unknown key "+key)
			}
			kept[key] = one
		}
		if err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// metadata is a map of strings (documented); an empty one clears, null is unknown.
func (s *Server) metadata(kept map[string]any, value any, who by) error {
	sent, ok := value.(map[string]any)
	if !ok && (value != nil || who != person) || len(sent) == 0 && who == creating {
		return badField("defaults", "defaults.metadata")
	}
	for key, one := range sent {
		if _, ok := one.(string); !ok && who != person {
			return badField("defaults", fmt.Sprintf("defaults.metadata.%s is not a string", key))
		}
	}
	if len(sent) > 0 {
		kept["metadata"] = sent
	}
	return nil
}

// guardrails are named by id or slug and answered by slug (vendor's
// documentation); they lie in the workspace.
func (s *Server) guardrails(kept map[string]any, w *Object, key string, value any, who by) error {
	names, ok := value.([]any)
	if !ok || who == creating {
		return badField("defaults", "defaults."+key)
	}
	slugs := make([]any, 0, len(names))
	for _, name := range names {
		found := s.inside(w, Guardrails, name)
		if found == nil || found.Archived {
			return badField("defaults", fmt.Sprintf("defaults.%s: no guardrail %v in the workspace", key, name))
		}
		if !slices.Contains(slugs, any(found.Slug)) { // one that is there twice counts once (release notes)
			slugs = append(slugs, found.Slug)
		}
	}
	if len(slugs) > 0 {
		kept[key] = slugs
	}
	return nil
}

// configKey is the name of the default config in answers; see Answers.ConfigIDInDefaults.
func (s *Server) configKey() string {
	if s.answers.ConfigIDInDefaults {
		return "config_id"
	}
	return "user_api_key_config"
}

// userConfig is a config of the workspace, by id or slug, answered by slug; null
// clears (documented).
func (s *Server) userConfig(kept map[string]any, w *Object, value any, who by) error {
	if value == nil && who != creating {
		return nil
	}
	found := s.inside(w, Configs, value)
	if found == nil || who == creating {
		return badField("defaults", fmt.Sprintf("defaults.user_api_key_config: no config %v in the workspace", value))
	}
	kept["user_api_key_config"] = found.Slug
	return nil
}
