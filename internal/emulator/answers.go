package emulator

import (
	"encoding/json"
	"math"
	"time"
)

// Shape is one of the two shapes of a workspace that are on record.
type Shape int

const (
	// ShapeRecorded is what the live API answers.
	ShapeRecorded Shape = iota
	// ShapeDocumented is the documentation page's: the id is the slug,
	// is_default lies inside defaults, limits lack type and unit, and there is
	// neither status nor organisation_id. The icon, which that page does not
	// know, is told where there is one: without it no answer would be complete.
	ShapeDocumented
)

// Unset is how an answer tells what is not set. All of them are on record
// somewhere in the API.
type Unset int

const (
	// UnsetNull tells null.
	UnsetNull Unset = iota
	// UnsetAbsent leaves the key out.
	UnsetAbsent
	// UnsetEmpty tells "", [] or {}.
	UnsetEmpty
	// UnsetInTurn does all three, another with every answer.
	UnsetInTurn
)

// NameForm is a form of a workspace's name: display has the icon in front.
type NameForm int

const (
	// NameDisplay is the icon, a blank and the name.
	NameDisplay NameForm = iota
	// NamePlain is the name alone.
	NamePlain
	// NameEither is both: of what is compared, either form; of what is
	// answered, one and the other in turn.
	NameEither
)

func (f NameForm) of(w *workspace) []string {
	switch f {
	case NameDisplay:
		return []string{w.display()}
	case NamePlain:
		return []string{w.name}
	default:
		return []string{w.display(), w.name}
	}
}

// Telling says whether an answer about what a workspace holds has a workspace_id.
type Telling int

const (
	// TellsAsDocumented is each noun as it is on record.
	TellsAsDocumented Telling = iota
	// TellsAlways is every noun.
	TellsAlways
	// TellsNever is no noun.
	TellsNever
)

// Answers are the knobs of what is answered, for what is unknown of the API or
// varies. The zero value is as recorded, and harsh where nothing is.
type Answers struct {
	// Unset is how unset fields are told.
	Unset Unset
	// ThinCreate answers a create with the id alone.
	ThinCreate bool
	// CreateName is the form of the name in the answer to a create.
	CreateName NameForm
	// Names is the form that the filters name and exact_name compare.
	Names NameForm
	// FullList makes list items hold all that the single read holds.
	FullList bool
	// MaxPage, where above 0, is the largest page of every list that has pages.
	MaxPage int
	// Bookkeeping tells unset usage limits as one object of the server's own
	// flags, as recorded for API keys.
	Bookkeeping bool
	// Floats writes the amounts of limits as 10.0.
	Floats bool
	// Seconds cuts timestamps to the second, as in the recorded ones.
	Seconds bool
	// EnforcedMetadata is added to every workspace made, where it lacks the key.
	EnforcedMetadata map[string]string
	// GlobalIntegrations get a provider in every workspace made.
	GlobalIntegrations []string
	// GluedIcon takes an emoji for the icon even where no blank follows it.
	GluedIcon bool
	// FiltersIgnored makes the lists of the six nouns ignore workspace_id.
	FiltersIgnored bool
	// ItemsTell and ReadsTell are for the workspace_id in list items and single reads.
	ItemsTell, ReadsTell Telling
}

// single is the answer to a read of one workspace.
func (s *Server) single(w *workspace, plain bool) map[string]any {
	if plain {
		return s.whole(w, w.name)
	}
	return s.whole(w, w.display())
}

// whole is all that any answer holds, under one form of the name.
func (s *Server) whole(w *workspace, name string) map[string]any {
	answer := s.common(w, name)
	if s.shape == ShapeDocumented {
		return answer
	}
	answer["settings"] = map[string]any{
		"debug_log": 1, "user_api_key_ttl": 0, "user_key_metadata": 1,
		"user_api_key_count": -1, "user_api_key_max_ttl": 0, "user_key_metadata_override": 1,
	}
	answer["organisation_id"] = w.organisation
	answer["last_reset_at"] = nil
	answer["creation_source"] = "default"
	answer["users"] = []any{}
	return answer
}

// listed is a workspace as an item of the list.
func (s *Server) listed(w *workspace) map[string]any {
	tells := s.common
	if s.answers.FullList {
		tells = s.whole
	}
	answer := tells(w, w.display())
	if s.shape == ShapeRecorded {
		answer["status"] = w.status()
		answer["scim_source_id"] = nil
	}
	return answer
}

// created is the answer to a create.
func (s *Server) created(w *workspace) map[string]any {
	if s.answers.ThinCreate {
		return map[string]any{"id": w.id}
	}
	form := s.answers.CreateName
	if form == NameEither {
		form = NameForm(s.turn % 2)
	}
	return s.single(w, form == NamePlain)
}

// common is what every answer about a workspace holds.
func (s *Server) common(w *workspace, name string) map[string]any {
	unset := s.unset()
	answer := map[string]any{
		"id": w.id, "slug": w.slug, "name": name,
		"created_at": s.timestamp(w.createdAt), "last_updated_at": s.timestamp(w.updatedAt),
	}
	defaults := clone(w.defaults)
	if defaults != nil {
		tell(defaults, "metadata", defaults["metadata"], map[string]any{}, unset)
	}
	if s.shape == ShapeDocumented {
		if defaults == nil {
			defaults = map[string]any{}
		}
		defaults["is_default"], defaults["object"] = asInt(w.isDefault), "workspace"
		answer["defaults"] = defaults
	} else {
		tell(answer, "defaults", orNil(defaults, len(defaults)), map[string]any{}, unset)
		answer["is_default"], answer["object"] = asInt(w.isDefault), "workspace"
		answer["security_settings"] = clone(w.security)
	}
	tell(answer, "description", orNil(w.description, len(w.description)), "", unset)
	if w.icon != "" || s.shape == ShapeRecorded {
		tell(answer, "icon", orNil(w.icon, len(w.icon)), "", unset)
	}
	usage := s.limitAnswers(rolled(w.usageLimits, s.now()), unset)
	if len(usage) == 0 && s.answers.Bookkeeping {
		answer["usage_limits"] = map[string]any{"is_expired_alerts_sent": true}
	} else {
		tell(answer, "usage_limits", orNil(usage, len(usage)), []any{}, unset)
	}
	rates := s.limitAnswers(clone(w.rateLimits), unset)
	tell(answer, "rate_limits", orNil(rates, len(rates)), []any{}, unset)
	return answer
}

// limitAnswers are limits as they are answered: usage limits with what only the
// server knows (recorded for API keys; nobody spends anything here, the usage is
// constant), both kinds without type and unit in the documentation's shape.
func (s *Server) limitAnswers(limits []limit, unset Unset) []limit {
	for _, one := range limits {
		_, usage := one["credit_limit"]
		if s.shape == ShapeDocumented {
			delete(one, "type")
			delete(one, "unit")
		} else if usage {
			one["current_usage"], one["status"] = 0.25, "active"
		}
		if usage {
			tell(one, "periodic_reset", one["periodic_reset"], "", unset)
			for _, key := range []string{"alert_threshold", "periodic_reset_days", "next_usage_reset_at"} {
				if one[key] == nil && unset == UnsetNull {
					one[key] = nil
				}
			}
		}
		if s.answers.Floats {
			for key, value := range one {
				if f, ok := value.(float64); ok && f == math.Trunc(f) {
					one[key] = json.RawMessage(jsonText(f) + ".0")
				}
			}
		}
	}
	return limits
}

// unset is how this answer tells what is not set.
func (s *Server) unset() Unset {
	s.turn++
	if s.answers.Unset == UnsetInTurn {
		return Unset(s.turn % int(UnsetInTurn))
	}
	return s.answers.Unset
}

// tell sets a key, or, where there is no value, does as unset says.
func tell(answer map[string]any, key string, value, empty any, unset Unset) {
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

func (s *Server) timestamp(t time.Time) string {
	if s.answers.Seconds {
		t = t.Truncate(time.Second)
	}
	return timestamp(t)
}

// asInt is a boolean as the API writes it.
func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // everything stored came from JSON
	}
	return string(text)
}
