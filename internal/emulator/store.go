package emulator

import (
	"slices"
	"strings"
	"time"
)

// Object is one of the objects of the API.
type Object struct {
	Noun     Noun
	ID, Slug string
	// Name is the plain name of a workspace: its icon is apart.
	Name string
	// WorkspaceID is the id of the workspace that it lies in; empty is the
	// organisation itself.
	WorkspaceID              string
	OrganisationID           string
	CreatedAt, LastUpdatedAt time.Time
	// Archived objects are deleted, and still listed as archived.
	Archived bool
	// Fields are the other fields of its answers, but for those that the server
	// works out as it answers, and for those of versions.
	Fields map[string]any

	// versions are those of its content, oldest first, and current is which of them
	// answers show; see versioning.
	versions []version
	current  int
}

func (o *Object) status() string {
	status, _ := o.Fields["status"].(string)
	switch {
	case o.Archived:
		return "archived"
	case status == "":
		return "active"
	default:
		return status
	}
}

func (o *Object) text(field string) string {
	text, _ := o.Fields[field].(string)
	return text
}

func (o *Object) object(field string) map[string]any {
	object, _ := o.Fields[field].(map[string]any)
	return object
}

func (o *Object) limits(field string) []limit {
	limits, _ := o.Fields[field].([]limit)
	return limits
}

// set stores a field, or drops it where the value is empty.
func (o *Object) set(field string, value any) {
	empty := false
	switch v := value.(type) {
	case string:
		empty = v == ""
	case []limit:
		empty = len(v) == 0
	case map[string]any:
		empty = len(v) == 0
	}
	o.Fields[field] = value
	if empty {
		delete(o.Fields, field)
	}
}

// is reports whether a reference of any form means the object.
func (o *Object) is(reference any) bool {
	text, _ := reference.(string)
	return text != "" && (o.ID == text || o.Slug == text)
}

// history is an object with all that it ever was, so that reads can be stale.
// Its states are never changed once they are in.
type history struct{ states []state }

type state struct {
	at     time.Time
	object *Object // nil: it is not there any more
}

func (h *history) put(at time.Time, o *Object) { h.states = append(h.states, state{at, o}) }

// until is what the object was up to a moment; the zero moment means the latest.
func (h *history) until(moment time.Time) []state {
	n := len(h.states)
	for !moment.IsZero() && n > 0 && h.states[n-1].at.After(moment) {
		n--
	}
	return h.states[:n]
}

// at is the object at a moment, nil where there was none.
func (h *history) at(moment time.Time) *Object {
	states := h.until(moment)
	if len(states) == 0 {
		return nil
	}
	return states[len(states)-1].object
}

func (h *history) latest() *Object { return h.at(time.Time{}) }

// store has the objects of one noun, in the order in which they were created.
// Ids, slugs and workspaces never change; a slug may be that of several objects.
type store struct {
	all         []*history
	byID        map[string][]*history // by slug, too
	byWorkspace map[string][]*history
}

func newStore() *store {
	return &store{byID: map[string][]*history{}, byWorkspace: map[string][]*history{}}
}

func (s *store) add(h *history, o *Object) {
	s.all = append(s.all, h)
	s.byID[o.ID] = append(s.byID[o.ID], h)
	s.byWorkspace[o.WorkspaceID] = append(s.byWorkspace[o.WorkspaceID], h)
	if o.Slug != "" && o.Slug != o.ID {
		s.byID[o.Slug] = append(s.byID[o.Slug], h)
	}
}

// find is the first object that there is by an id or slug, nil where there is none.
func (s *store) find(reference string) (*history, *Object) {
	for _, h := range s.byID[reference] {
		if o := h.latest(); o != nil {
			return h, o
		}
	}
	return nil, nil
}

// nested is the object in a workspace of an id that objects elsewhere have, too.
func (s *Server) nested(noun Noun, workspaceID, id string) (*history, *Object) {
	for _, h := range s.stores[noun].byWorkspace[workspaceID] {
		if o := h.latest(); o != nil && o.ID == id {
			return h, o
		}
	}
	return nil, nil
}

// within are the objects of a noun in a workspace; an empty id is the organisations
// themselves.
func (s *Server) within(noun Noun, workspaceID string) []*Object {
	var held []*Object
	for _, h := range s.stores[noun].byWorkspace[workspaceID] {
		if o := h.latest(); o != nil && !s.orphaned(o) {
			held = append(held, o)
		}
	}
	return held
}

// inside is one thing in a workspace by its id or slug, nil where there is none.
func (s *Server) inside(w *Object, noun Noun, reference any) *Object {
	for _, o := range s.within(noun, w.ID) {
		if o.is(reference) {
			return o
		}
	}
	return nil
}

// draft is an object with its ids, not stored yet. home nil is the organisation
// itself.
func (s *Server) draft(t *table, organisation string, home *Object, name string) *Object {
	now := s.now().Truncate(time.Millisecond)
	o := &Object{Noun: t.noun, Name: name, OrganisationID: organisation, CreatedAt: now, LastUpdatedAt: now, Fields: clone(t.fresh)}
	if !t.chosen {
		o.ID = s.uuid()
	}
	if t.length > 0 {
		o.Slug = s.slug(t.slug, name, t.length)
	}
	if home != nil {
		o.WorkspaceID, o.OrganisationID = home.ID, home.OrganisationID
	}
	if o.Fields == nil {
		o.Fields = map[string]any{}
	}
	if t.draft != nil {
		t.draft(s, o)
	}
	return o
}

// insert stores an object for the first time.
func (s *Server) insert(t *table, o *Object, at time.Time) {
	h := &history{}
	h.put(at, o)
	s.stores[t.noun].add(h, o)
	if t.added != nil {
		t.added(s, o, at)
	}
}

// apply lays a body over an object.
func (s *Server) apply(t *table, o *Object, body map[string]any, who by) error {
	s.lay(t, o, body)
	if t.write == nil {
		return nil
	}
	return t.write(s, o, body, who)
}

// edited is an object after a write to it, with its time of update moved.
func (s *Server) edited(t *table, old *Object, body map[string]any, who by) (*Object, error) {
	o := *old
	o.Fields = clone(old.Fields)
	o.LastUpdatedAt = s.stamp(old.LastUpdatedAt)
	return &o, s.apply(t, &o, body, who)
}

// remove deletes an object, or archives it.
func (s *Server) remove(t *table, h *history, o *Object) {
	if t.archives || t.ends != "" {
		last := *o
		last.Archived = t.archives
		last.LastUpdatedAt = s.stamp(o.LastUpdatedAt)
		if t.ends != "" {
			last.Fields = clone(o.Fields)
			last.Fields["status"] = t.ends
		}
		h.put(s.now(), &last)
	} else {
		h.put(s.now(), nil)
	}
	if t.removed != nil {
		t.removed(s, o)
	}
}

// slug is the head, some characters of the name and six hexadecimal digits, as
// in the recorded ws-shared-e2a85b and pp-gira-summa-5cd6b6. How the name's part
// is cut exactly is assumed.
func (s *Server) slug(head, name string, length int) string {
	parts := []string{head, prefix(name, length), s.hex(6)}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "-")
}

// prefix is the head of a name in lower case, with a hyphen for what may not
// be in a slug.
func prefix(name string, length int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if b.Len() == length {
			break
		}
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			r = '-'
		}
		b.WriteRune(r)
	}
	return strings.Trim(b.String(), "-")
}
