package emulator

import (
	"slices"
	"strings"
	"time"
)

// Add creates an object as a person in the UI would, in a workspace by its id or
// slug, or in the first organisation itself where workspaceID is empty, and
// returns the id that its DELETE takes, of a member "workspace/id". The fields are
// those of a POST, those that its answers have, and id, slug, created_at and
// last_updated_at. It panics where they are not valid.
func (s *Server) Add(noun Noun, workspaceID string, fields map[string]any) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var home *Object
	if workspaceID != "" {
		_, home = s.mustFind(Workspaces, workspaceID)
	}
	t := s.table(noun)
	return t.handle(s.mustAdd(t, home, asJSON(fields), s.now()))
}

// AddIn is Add to an organisation itself, by its id.
func (s *Server) AddIn(organisationID string, noun Noun, fields map[string]any) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.table(noun)
	return t.handle(s.mustAddTo(organisationID, t, nil, asJSON(fields), s.now()))
}

// Edit changes an object as a person in the UI would: by the fields of a PUT, or
// others of its answers, where nil clears. It panics where they are not valid.
//
// What is nested has a reference of two parts, "workspace/id", here and in Drop.
func (s *Server) Edit(noun Noun, idOrSlug string, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(noun, idOrSlug)
	fields = asJSON(fields)
	mustKnow(s.table(noun), o, fields, updating)
	edited, err := s.edited(s.table(noun), o, fields, person)
	if err != nil {
		panic("emulator: " + err.Error())
	}
	h.put(s.now(), edited)
}

// Drop deletes an object, whatever it contains or is bound to. A workspace is
// archived.
func (s *Server) Drop(noun Noun, idOrSlug string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(noun, idOrSlug)
	s.remove(s.table(noun), h, o)
}

// All are the objects of a noun, archived ones too, in the order in which they
// were created.
func (s *Server) All(noun Noun) []Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table(noun)
	s.rotateDue()
	var all []Object
	for _, h := range s.stores[noun].all {
		if o := h.latest(); o != nil {
			one := *o
			one.Fields = clone(o.Fields)
			all = append(all, one)
		}
	}
	return all
}

// Held are the objects of a noun in a workspace, in the order in which they were put
// there; workspaceID empty is those of the organisations themselves.
func (s *Server) Held(noun Noun, workspaceID string) []Object {
	if workspaceID != "" {
		workspaceID = s.id(workspaceID)
	}
	return slices.DeleteFunc(s.All(noun), func(o Object) bool { return o.WorkspaceID != workspaceID })
}

// Count is how many objects of a noun are in a workspace.
func (s *Server) Count(noun Noun, workspaceID string) int { return len(s.Held(noun, workspaceID)) }

// Workspace is a workspace as it is stored, for tests to look at.
type Workspace struct {
	ID, Slug string
	// Name is the plain name: the icon is apart.
	Icon, Name, Description  string
	Defaults                 map[string]any
	UsageLimits, RateLimits  []map[string]any
	Status                   string
	CreatedAt, LastUpdatedAt time.Time
	IsDefault                bool
	OrganisationID           string
}

func (s *Server) typed(w *Object) Workspace {
	return Workspace{
		ID: w.ID, Slug: w.Slug, Icon: w.text("icon"), Name: w.Name, Description: w.text("description"),
		Defaults: clone(w.object("defaults")), UsageLimits: rolled(w.limits("usage_limits"), s.now()), RateLimits: clone(w.limits("rate_limits")),
		Status: w.status(), CreatedAt: w.CreatedAt, LastUpdatedAt: w.LastUpdatedAt,
		IsDefault: number(w.Fields["is_default"]) != 0, OrganisationID: w.OrganisationID,
	}
}

// Workspaces are all workspaces, archived ones too, in the order in which they were created.
func (s *Server) Workspaces() []Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	var views []Workspace
	for _, h := range s.stores[Workspaces].all {
		views = append(views, s.typed(h.latest()))
	}
	return views
}

// Workspace is one workspace, archived or not.
func (s *Server) Workspace(idOrSlug string) (Workspace, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, w := s.stores[Workspaces].find(idOrSlug)
	if w == nil {
		return Workspace{}, false
	}
	return s.typed(w), true
}

// AddWorkspace is Add of a workspace.
func (s *Server) AddWorkspace(fields map[string]any) Workspace {
	w, _ := s.Workspace(s.Add(Workspaces, "", fields))
	return w
}

// EditWorkspace is Edit of a workspace.
func (s *Server) EditWorkspace(idOrSlug string, fields map[string]any) {
	s.Edit(Workspaces, idOrSlug, fields)
}

// DeleteWorkspace is Drop of a workspace.
func (s *Server) DeleteWorkspace(idOrSlug string) { s.Drop(Workspaces, idOrSlug) }

func (s *Server) table(noun Noun) *table {
	t, ok := s.tables[noun]
	if !ok {
		panic("emulator: no such noun: " + string(noun))
	}
	return t
}

func (s *Server) id(workspace string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, w := s.mustFind(Workspaces, workspace)
	return w.ID
}

func (s *Server) mustFind(noun Noun, idOrSlug string) (*history, *Object) {
	t := s.table(noun)
	s.rotateDue()
	h, o := s.stores[noun].find(idOrSlug)
	if home, element, is := strings.Cut(idOrSlug, "/"); is && t.nested {
		_, w := s.mustFind(Workspaces, home)
		h, o = s.nested(noun, w.ID, element)
	}
	if o == nil {
		panic("emulator: no such " + string(noun) + ": " + idOrSlug)
	}
	return h, o
}

// mustAdd stores an object as Add does. home nil is the first organisation.
func (s *Server) mustAdd(t *table, home *Object, fields map[string]any, at time.Time) *Object {
	return s.mustAddTo(s.organisations[0], t, home, fields, at)
}

// mustAddTo is mustAdd for another organisation, unless there is a home, which is in one.
func (s *Server) mustAddTo(organisation string, t *table, home *Object, fields map[string]any, at time.Time) *Object {
	name, _ := fields["name"].(string)
	if name == "" && t.inside {
		name = "a " + string(t.noun)
	}
	o := s.draft(t, organisation, home, name)
	for field, into := range map[string]*string{"id": &o.ID, "slug": &o.Slug} {
		if text, ok := fields[field].(string); ok {
			*into = text
			delete(fields, field)
		}
	}
	for field, into := range map[string]*time.Time{"created_at": &o.CreatedAt, "last_updated_at": &o.LastUpdatedAt} {
		if text, ok := fields[field].(string); ok {
			*into = parseTime(text)
			delete(fields, field)
		}
	}
	if o.ID == "" {
		o.ID = s.uuid()
	}
	mustKnow(t, o, fields, creating)
	if err := s.apply(t, o, fields, person); err != nil {
		panic("emulator: " + err.Error())
	}
	s.insert(t, o, at)
	return o
}

// mustKnow panics where a noun whose fields are in the table has no such field,
// or may not write it: what never changes, or the workspace, which Add has apart.
func mustKnow(t *table, o *Object, fields map[string]any, who by) {
	for field := range fields {
		about, known := t.fields[field]
		_, stored := o.Fields[field]
		if t.fields != nil && !known && !stored && field != t.owner || about.fixed && (who == updating || field == "workspace_id") {
			panic("emulator: a " + string(t.noun) + " has no field " + field)
		}
	}
}
