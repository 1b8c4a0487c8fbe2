package emulator

import (
	"encoding/json"
	"math"
)

// answerWorkspace is an answer about a workspace.
func answerWorkspace(s *Server, w *Object, v view) map[string]any {
	switch v {
	case listed:
		return s.listed(w)
	case created:
		return s.created(w)
	case plain:
		return s.whole(w, w.Name)
	default:
		return s.whole(w, display(w))
	}
}

func (f NameForm) of(w *Object) []string {
	switch f {
	case NameDisplay:
		return []string{display(w)}
	case NamePlain:
		return []string{w.Name}
	default:
		return []string{display(w), w.Name}
	}
}

// whole is all that any answer contains, under one form of the name.
func (s *Server) whole(w *Object, name string) map[string]any {
	answer := s.common(w, name)
	if s.shape == ShapeDocumented {
		return answer
	}
	settings := map[string]any{
		"debug_log": 1, "user_api_key_ttl": 0, "user_key_metadata": 1,
		"user_api_key_count": -1, "user_api_key_max_ttl": 0, "user_key_metadata_override": 1,
	}
	if s.answers.AutoUserKeys {
		settings["user_api_key_auto_create"] = true
	}
	answer["settings"] = settings
	answer["organisation_id"] = w.OrganisationID
	answer["last_reset_at"] = nil
	answer["creation_source"] = "default"
	answer["created_by"] = administrator
	answer["users"] = s.embeddedMembers(w)
	return answer
}

// listed is a workspace as an item of the list.
func (s *Server) listed(w *Object) map[string]any {
	fields := s.common
	if s.answers.FullList {
		fields = s.whole
	}
	answer := fields(w, s.form(s.answers.ListName, w))
	if s.shape == ShapeRecorded {
		answer["status"] = w.status()
		answer["scim_source_id"] = nil
	}
	return answer
}

// created is the answer to a create.
func (s *Server) created(w *Object) map[string]any {
	if s.answers.ThinCreate {
		return map[string]any{"id": w.ID}
	}
	return s.whole(w, s.form(s.answers.CreateName, w))
}

// form is the name in one form, or in one and the other in turn.
func (s *Server) form(form NameForm, w *Object) string {
	if form == NameEither {
		form = NameForm(s.turn % 2)
	}
	if form == NamePlain {
		return w.Name
	}
	return display(w)
}

// common is what every answer about a workspace contains.
func (s *Server) common(w *Object, name string) map[string]any {
	unset := s.unset()
	answer := map[string]any{
		"id": w.ID, "slug": w.Slug, "name": name,
		"created_at": s.timestamp(w.CreatedAt), "last_updated_at": s.timestamp(w.LastUpdatedAt),
	}
	defaults := clone(w.object("defaults"))
	if defaults != nil {
		show(defaults, "metadata", defaults["metadata"], map[string]any{}, unset)
		if s.answers.ConfigIDInDefaults {
			defaults["config_id"] = defaults["user_api_key_config"]
			delete(defaults, "user_api_key_config")
		}
		for _, key := range []string{"input_guardrails", "output_guardrails", s.configKey()} {
			if s.answers.NullDefaults && defaults[key] == nil {
				defaults[key] = nil
			}
		}
	}
	if s.shape == ShapeDocumented {
		if defaults == nil {
			defaults = map[string]any{}
		}
		defaults["is_default"], defaults["object"] = w.Fields["is_default"], "workspace"
		answer["defaults"] = defaults
	} else {
		show(answer, "defaults", orNil(defaults, len(defaults)), map[string]any{}, unset)
		answer["is_default"], answer["object"] = w.Fields["is_default"], "workspace"
		if !s.answers.NoSecuritySettings {
			answer["security_settings"] = clone(w.object("security_settings"))
		}
	}
	show(answer, "description", orNil(w.text("description"), len(w.text("description"))), "", unset)
	if w.text("icon") != "" || s.shape == ShapeRecorded {
		show(answer, "icon", orNil(w.text("icon"), len(w.text("icon"))), "", unset)
	}
	usage := s.usageAnswers(w, w.limits("usage_limits"), unset, s.shape == ShapeDocumented)
	if len(usage) == 0 && s.answers.Bookkeeping {
		answer["usage_limits"] = map[string]any{"is_expired_alerts_sent": true}
	} else {
		show(answer, "usage_limits", orNil(usage, len(usage)), []any{}, unset)
	}
	rates := s.limitAnswers(clone(w.limits("rate_limits")), unset, s.shape == ShapeDocumented)
	show(answer, "rate_limits", orNil(rates, len(rates)), []any{}, unset)
	return answer
}

// usageAnswers are the usage limits of an object as they are answered, with what was used
// of them; see [Server.Use].
func (s *Server) usageAnswers(o *Object, limits []limit, unset Unset, untyped bool) []limit {
	answers := s.limitAnswers(rolled(limits, s.now()), unset, untyped)
	if amount, used := s.used(o); used && !untyped {
		for _, one := range answers {
			if one["current_usage"] = amount; amount >= number(one["credit_limit"]) {
				one["status"] = "exhausted"
			}
			if s.answers.Floats {
				floats(one)
			}
		}
	}
	return answers
}

// limitAnswers are limits as they are answered: usage limits with what only the
// server knows (recorded for API keys; what was used is constant unless a person uses
// some); untyped ones, as in the documentation's shape, lack type and unit.
func (s *Server) limitAnswers(limits []limit, unset Unset, untyped bool) []limit {
	for _, one := range limits {
		_, usage := one["credit_limit"]
		if untyped {
			delete(one, "type")
			delete(one, "unit")
		} else if usage {
			one["current_usage"], one["status"] = 0.25, "active"
		}
		if usage {
			show(one, "periodic_reset", one["periodic_reset"], "", unset)
			for _, key := range []string{"alert_threshold", "periodic_reset_days", "next_usage_reset_at"} {
				if one[key] == nil && unset == UnsetNull {
					one[key] = nil
				}
			}
		}
		if s.answers.Floats {
			floats(one)
		}
	}
	return limits
}

// floats writes whole numbers of an object as 10.0.
func floats(object map[string]any) {
	for key, value := range object {
		if f, ok := value.(float64); ok && f == math.Trunc(f) {
			object[key] = json.RawMessage(jsonText(f) + ".0")
		}
	}
}

// unset is how this answer shows what is not set.
func (s *Server) unset() Unset {
	s.turn++
	if s.answers.Unset == UnsetInTurn {
		return Unset(s.turn % int(UnsetInTurn))
	}
	return s.answers.Unset
}

// showUnset shows those fields of an answer that have no value as unset: by name, with what
// is empty for each.
func (s *Server) showUnset(answer, fields map[string]any) Unset {
	unset := s.unset()
	for name, empty := range fields {
		show(answer, name, answer[name], empty, unset)
	}
	return unset
}

// show sets a key, or, where there is no value, shows it as unset.
func show(answer map[string]any, key string, value, empty any, unset Unset) {
	switch {
	case value != nil:
		answer[key] = value
	case unset == UnsetEmpty:
		answer[key] = empty
	case unset == UnsetNull:
		answer[key] = nil
	default:
		delete(answer, key)
	}
}

// orNil is the value, or nothing where its length is 0.
func orNil(value any, length int) any {
	if length == 0 {
		return nil
	}
	return value
}
