package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// noScopes is the answer to a create without scopes (vendor's documentation). As if from
// a proxy in front of the API, it has no code (assumed).
func noScopes() *problem {
	return &problem{status: http.StatusBadGateway, message: "Bad Gateway"}
}

func (o *Object) scopes() []string {
	list, _ := o.Fields["scopes"].([]any)
	scopes := make([]string, 0, len(list))
	for _, one := range list {
		scope, _ := one.(string)
		scopes = append(scopes, scope)
	}
	return scopes
}

// describe writes a description. null clears it, and "" keeps it (assumed); see
// Answers.BlankClears and Answers.NullKeeps. On create "" is none.
func (s *Server) describe(o *Object, value any, who by) error {
	const field = "description"
	text, isString := value.(string)
	switch {
	case value == nil && who == updating && s.answers.NullKeeps:
	case isString && text == "" && who == updating && !s.answers.BlankClears:
	case value == nil && who != creating, isString && text == "":
		o.Fields[field] = nil
	case isString:
		o.Fields[field] = s.trimmed(text)
	default:
		return badField(field, fmt.Sprintf("%s can't be %v", field, value))
	}
	return nil
}

// writeScopes replaces the scopes. They are answered in another order than they were
// sent (assumed), and an unknown one is rejected (assumed; see Answers.AnyScopes).
func (s *Server) writeScopes(o *Object, value any, who by) error {
	const field = "scopes"
	sent, ok := value.([]any)
	if who == person || value == nil || ok && len(sent) == 0 {
		if who == updating {
			return badField(field, "scopes is empty")
		}
		o.Fields[field] = append([]any{}, sent...)
		return nil
	}
	known := knownScopes()
	scopes := []any{}
	for _, one := range slices.Backward(sent) {
		scope, _ := one.(string)
		if scope == "" || !s.answers.AnyScopes && !slices.Contains(known, scope) {
			return badField(field, fmt.Sprintf("no scope %v", one))
		}
		if !slices.Contains(scopes, one) {
			scopes = append(scopes, one)
		}
	}
	if !ok {
		return badField(field, "scopes is not a list")
	}
	o.Fields[field] = scopes
	return nil
}

// writeUsageLimit writes the one usage limit of a key, of a provider, or of a workspace
// at an integration. What a PUT leaves out of it
// stays as it is (assumed). A higher one reactivates an exhausted key (release notes).
func (s *Server) writeUsageLimit(o *Object, value any, who by) error {
	const field = "usage_limits"
	if value == nil && who != creating {
		o.Fields[field] = nil
		return nil
	}
	if sent, ok := value.(limit); !ok || len(sent) == 0 {
		return badField(field, "usage_limits is not an object with at least one key")
	}
	before := rolled(usageLimit(o), s.now())
	list := any([]any{value})
	if who == updating {
		if s.answers.RigidLimits {
			if err := rigid(list, before); err != nil {
				return err
			}
		}
		list = mergedLimits(list, before)
	}
	limits, err := parseUsageLimits(list, true, s.now())
	if err != nil {
		return err
	}
	o.Fields[field] = limits[0]
	raised := len(before) > 0 && number(limits[0]["credit_limit"]) > number(before[0]["credit_limit"])
	if raised && o.text("status") == "exhausted" {
		o.Fields["status"] = "active"
	}
	return nil
}

func (s *Server) writeRateLimits(o *Object, value any, who by) error {
	const field = "rate_limits"
	if list, isList := value.([]any); value == nil || isList && len(list) == 0 && who != creating {
		o.Fields[field] = []any{}
		return nil
	}
	limits, err := parseRateLimits(value, true)
	o.Fields[field] = limits
	return err
}

// writeEmails replaces the addresses; null clears them, and an empty list is unknown.
func writeEmails(o *Object, value any, who by) error {
	const field = "alert_emails"
	isAddress := func(one any) bool { return isEmail(one) }
	if !listOf(isAddress)(value) && (value != nil || who == creating) {
		return badField(field, "not a list of at least one address")
	}
	o.Fields[field] = cloneAny(value)
	return nil
}

// writeKeyDefaults merges the defaults of a key by their keys (assumed; see
// Answers.WholeDefaults). The first write creates them, with overrides allowed.
func (s *Server) writeKeyDefaults(o *Object, value any, who by) error {
	const field = "defaults"
	if value == nil && who == person {
		o.Fields[field] = map[string]any{"metadata": nil, "config_id": nil}
		o.Fields["allow_config_override"], o.Fields["api_key_defaults_id"] = nil, nil
		return nil
	}
	sent, ok := value.(map[string]any)
	if !ok || len(sent) == 0 {
		return badField(field, "defaults is not an object with at least one key")
	}
	defaults := clone(o.object(field))
	if s.answers.WholeDefaults && who == updating {
		defaults, o.Fields["allow_config_override"] = map[string]any{"metadata": nil, "config_id": nil}, 1.0
	}
	s.createDefaults(o)
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		err := error(nil)
		switch key {
		case "metadata":
			err = writeKeyMetadata(defaults, sent[key], who)
		case "config_id":
			err = s.writeKeyConfig(o, defaults, sent[key], who)
		case "allow_config_override":
			allowed, isBool := sent[key].(bool)
			if !isBool {
				err = badField(field, "defaults.allow_config_override is not a boolean")
			}
			o.Fields[key] = 0.0
			if allowed {
				o.Fields[key] = 1.0
			}
		default:
			err = badField(field, "unknown key "+key)
		}
		if err != nil {
			return err
		}
	}
	o.Fields[field] = defaults
	return nil
}

// createDefaults gives a key the row of its defaults: without one, there is no flag
// (recorded).
func (s *Server) createDefaults(o *Object) {
	if o.Fields["api_key_defaults_id"] == nil {
		o.Fields["api_key_defaults_id"], o.Fields["allow_config_override"] = s.uuid(), 1.0
	}
}

// writeKeyMetadata replaces the metadata: an empty object clears it, and null keeps it
// (both assumed).
func writeKeyMetadata(defaults map[string]any, value any, who by) error {
	sent, ok := value.(map[string]any)
	if value == nil && who == updating {
		return nil
	}
	if !ok && (value != nil || who == creating) || len(sent) == 0 && who == creating {
		return badField("defaults", "defaults.metadata")
	}
	for key, one := range sent {
		if _, ok := one.(string); !ok && who != person {
			return badField("defaults", fmt.Sprintf("defaults.metadata.%s is not a string", key))
		}
	}
	defaults["metadata"] = orNil(clone(sent), len(sent))
	return nil
}

// writeKeyConfig binds a config, by id or slug, which is answered by id (vendor's
// documentation). null clears. An organisation's key takes one of any workspace (assumed).
func (s *Server) writeKeyConfig(o *Object, defaults map[string]any, value any, who by) error {
	if value == nil && who != creating {
		defaults["config_id"] = nil
		return nil
	}
	for _, h := range s.stores[Configs].all {
		config := h.latest()
		home := config != nil && config.OrganisationID == o.OrganisationID && (o.WorkspaceID == "" || config.WorkspaceID == o.WorkspaceID)
		if home && config.is(value) {
			defaults["config_id"] = config.ID
			return nil
		}
	}
	if who != person {
		return badField("defaults", fmt.Sprintf("defaults.config_id: no config %v", value))
	}
	defaults["config_id"] = value
	return nil
}

// writeExpiry stores when a key or a provider expires. A past time is rejected (assumed), and so is
// one that is later than the longest life; see Answers.MaxTTL.
func (s *Server) writeExpiry(o *Object, value any, who by) error {
	const field = "expires_at"
	if value == nil {
		o.Fields[field] = nil
		return nil
	}
	if !isTime(value) {
		return badField(field, "expires_at is not a time")
	}
	at := moment(value)
	switch {
	case who == person:
	case !at.After(s.now()):
		return badField(field, "expires_at is past")
	case o.Noun == APIKeys && s.answers.MaxTTL > 0 && at.After(s.now().Add(s.answers.MaxTTL)):
		return badField(field, "expires_at is later than the maximum")
	}
	o.Fields[field] = at
	return nil
}

// expired reports whether a key or a provider does not work any more. It says so at once, though the
// API is documented to mark keys late.
func (s *Server) expired(o *Object) bool {
	return o.Fields["expires_at"] != nil && !moment(o.Fields["expires_at"]).After(s.now())
}

// resetUsage reactivates an exhausted key; the field itself is never answered
// (documented).
func (s *Server) resetUsage(o *Object, value any) error {
	reset, ok := value.(bool)
	if !ok {
		return badField("reset_usage", "reset_usage is not a boolean")
	}
	if !reset {
		return nil
	}
	o.Fields["last_reset_at"] = s.now().Truncate(time.Millisecond)
	delete(s.spent, o.ID)
	if o.text("status") == "exhausted" {
		o.Fields["status"] = "active"
	}
	return nil
}

// checkUser wants a user key to be that of somebody who is in its workspace (assumed).
func (s *Server) checkUser(o *Object) error {
	if o.text("type") != workspaceUser {
		return nil
	}
	user, left := s.user(o.text("user_id"))
	if user == nil || left || user.OrganisationID != o.OrganisationID {
		return badField("user_id", "no user "+o.text("user_id"))
	}
	if _, member := s.nested(Members, o.WorkspaceID, user.ID); member == nil && !leads(user) {
		return badField("user_id", "the user is not in the workspace")
	}
	return nil
}

// unasked adds what an organisation or a workspace enforces.
func (s *Server) unasked(o *Object, body map[string]any, who by) error {
	if extra := s.answers.EnforcedMetadata; len(extra) > 0 && who == creating {
		s.createDefaults(o)
		o.Fields["defaults"] = withMetadata(o.object("defaults"), extra)
	}
	if o.text("type") != workspaceUser {
		return nil
	}
	if s.answers.InheritedConfig && who == creating && o.object("defaults")["config_id"] == nil {
		_, w := s.stores[Workspaces].find(o.WorkspaceID)
		if config := s.inside(w, Configs, w.object("defaults")["user_api_key_config"]); config != nil {
			s.createDefaults(o)
			o.object("defaults")["config_id"] = config.ID
		}
	}
	if ttl := s.answers.MaxTTL; ttl > 0 && o.Fields["expires_at"] == nil {
		o.Fields["expires_at"], o.Fields["expiry_enforced"] = s.now().Add(ttl).Truncate(time.Second), 1.0
	}
	_, sent := body["rotation_policy"]
	return s.enforceRotation(o, sent)
}
