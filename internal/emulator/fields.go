package emulator

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// field is one field of the bodies of a noun. One without a check is stored by
// the noun's own write.
type field struct {
	check check
	// required is an error where a POST lacks it, fixed where a PUT has it, and
	// later where a POST has it.
	required, fixed, later bool
	// always is rejected where a PUT lacks it.
	always bool
	// ignored is taken and dropped, repeated only where a PUT has it.
	ignored, repeated bool
	// verbatim is stored, and answered, as a string of the JSON that was sent.
	verbatim bool
}

// by is who writes an object. A caller of the API is limited to the forms that are
// known to work; a person in the UI, which is what tests do behind Terraform's
// back, may also clear with nil and store what a later API would.
type by int

const (
	creating by = iota
	updating
	person
)

// lay stores the fields of a body that have a check, and those that the table
// does not know; nil clears.
func (s *Server) lay(t *table, o *Object, body map[string]any) {
	for name, value := range body {
		about, known := t.fields[name]
		_, isText := value.(string)
		switch {
		case known && about.check == nil && !about.ignored:
		case name == "name":
			o.Name, _ = value.(string)
		case value != nil && about.verbatim && !isText:
			o.Fields[name] = jsonText(value)
		case value != nil:
			o.Fields[name] = cloneAny(value)
		default:
			delete(o.Fields, name)
			if unset, ok := t.fresh[name]; ok {
				o.Fields[name] = cloneAny(unset)
			}
		}
	}
}

// check says whether a field may have a value.
type check func(value any) bool

func isText(value any) bool {
	text, ok := value.(string)
	return ok && strings.TrimSpace(text) != ""
}

func oneOf(values ...string) check {
	return func(value any) bool {
		s, ok := value.(string)
		return ok && slices.Contains(values, s)
	}
}

func whole(least, most float64) check {
	return func(value any) bool {
		f, ok := value.(float64)
		return ok && f == math.Trunc(f) && f >= least && f <= most
	}
}

func orNull(c check) check {
	return func(value any) bool { return value == nil || c(value) }
}

// listOf takes a list of at least one element, each of which passes.
func listOf(c check) check {
	return func(value any) bool {
		list, ok := value.([]any)
		return ok && len(list) > 0 && !slices.ContainsFunc(list, func(one any) bool { return !c(one) })
	}
}

// objectOf takes an object with at least one of the keys, and no other.
func objectOf(keys ...string) check {
	return func(value any) bool {
		object, ok := value.(map[string]any)
		for key := range object {
			ok = ok && slices.Contains(keys, key)
		}
		return ok && len(object) > 0
	}
}

func isTime(value any) bool {
	s, ok := value.(string)
	if !ok {
		return false
	}
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// textUpTo takes a text of so many characters at most.
func textUpTo(most int) check {
	return func(value any) bool {
		text, _ := value.(string)
		return isText(value) && utf8.RuneCountInString(text) <= most
	}
}

func isBool(value any) bool {
	_, ok := value.(bool)
	return ok
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

// isTexts takes an object whose values are texts.
func isTexts(value any) bool {
	object, ok := value.(map[string]any)
	for _, one := range object {
		_, isString := one.(string)
		ok = ok && isString
	}
	return ok
}

var slugForm = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)

// isSlug takes a slug that a caller chooses (documented).
func isSlug(value any) bool {
	text, ok := value.(string)
	return ok && slugForm.MatchString(text)
}

// chooseSlug gives an object the slug of its create.
func chooseSlug(o *Object, body map[string]any) error {
	slug, sent := body["slug"]
	if !sent {
		return nil
	}
	if !isSlug(slug) {
		return badField("slug", fmt.Sprintf("slug can't be %v", slug))
	}
	o.Slug, _ = slug.(string)
	return nil
}

// taken reports whether there is another object of an object's slug: in the workspace
// for providers, and in the organisation for other nouns.
func (s *Server) taken(o *Object) bool {
	return slices.ContainsFunc(s.stores[o.Noun].byID[o.Slug], func(h *history) bool {
		other := h.latest()
		return other != nil && other.OrganisationID == o.OrganisationID && (o.Noun != Providers || other.WorkspaceID == o.WorkspaceID)
	})
}

// maskedFields are the fields of an object for an answer: a masked one has another name
// in front of a few of its characters (documented).
func maskedFields(fields map[string]any, secrets []string) map[string]any {
	shown := map[string]any{}
	for name, value := range fields {
		if !slices.Contains(secrets, name) {
			shown[name] = cloneAny(value)
			continue
		}
		text, _ := value.(string)
		shown["masked_"+name] = mask(text)
	}
	return shown
}

// mask is a secret of any length as answers show it.
func mask(secret string) string {
	if len(secret) < 8 {
		return "*****"
	}
	return masked(secret)
}
