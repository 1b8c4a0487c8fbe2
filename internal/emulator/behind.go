package emulator

import (
	"encoding/json"
	"slices"
	"time"
)

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

func (s *Server) view(w *workspace) Workspace {
	return Workspace{
		ID: w.id, Slug: w.slug, Icon: w.icon, Name: w.name, Description: w.description,
		Defaults: clone(w.defaults), UsageLimits: rolled(w.usageLimits, s.now()), RateLimits: clone(w.rateLimits),
		Status: w.status(), CreatedAt: w.createdAt, LastUpdatedAt: w.updatedAt,
		IsDefault: w.isDefault, OrganisationID: w.organisation,
	}
}

// Workspaces are all workspaces, archived ones too, in the order in which they were made.
func (s *Server) Workspaces() []Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	views := make([]Workspace, 0, len(s.workspaces))
	for _, stored := range s.workspaces {
		views = append(views, s.view(stored.at(time.Time{})))
	}
	return views
}

// Workspace is one workspace, archived or not.
func (s *Server) Workspace(idOrSlug string) (Workspace, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, ok := s.byName[idOrSlug]
	if !ok {
		return Workspace{}, false
	}
	return s.view(stored.at(time.Time{})), true
}

// AddWorkspace makes a workspace in the first organisation as a person in the
// UI would, from the fields of a POST. It also takes id, slug, created_at and
// last_updated_at. It panics where the fields are not valid.
func (s *Server) AddWorkspace(fields map[string]any) Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	fields = asJSON(fields)
	name, _ := fields["name"].(string)
	w := s.draft(s.organisations[0], name)
	w.createdAt = s.now().Truncate(time.Millisecond)
	w.updatedAt = w.createdAt
	for field, into := range map[string]*string{"id": &w.id, "slug": &w.slug} {
		if text, ok := fields[field].(string); ok {
			*into = text
			delete(fields, field)
		}
	}
	for field, into := range map[string]*time.Time{"created_at": &w.createdAt, "last_updated_at": &w.updatedAt} {
		if text, ok := fields[field].(string); ok {
			*into = parseTime(text)
			delete(fields, field)
		}
	}
	s.mustApply(w, fields)
	s.insert(w, s.now())
	return s.view(w)
}

// EditWorkspace changes a workspace as a person in the UI would: by the fields
// of a PUT, where nil clears. It panics where they are not valid.
func (s *Server) EditWorkspace(idOrSlug string, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFind(idOrSlug)
	s.mustChange(idOrSlug, func(w *workspace) { s.mustApply(w, asJSON(fields)) })
}

// DeleteWorkspace archives a workspace, whatever it holds.
func (s *Server) DeleteWorkspace(idOrSlug string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFind(idOrSlug)
	s.mustChange(idOrSlug, func(w *workspace) { w.archived = true })
}

// Add puts something into a workspace, or into the first organisation itself
// where workspaceID is empty, and returns the id that its DELETE takes. Beside
// name, id and slug the fields are those of its answers.
func (s *Server) Add(noun Noun, workspaceID string, fields map[string]any) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var w *workspace
	if workspaceID != "" {
		w = s.mustFind(workspaceID)
	}
	return s.put(noun, w, asJSON(fields), s.now()).handle()
}

// Held is what a workspace holds of a noun, in the order in which it was put
// there; workspaceID empty is what the organisations themselves hold.
func (s *Server) Held(noun Noun, workspaceID string) []Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	if workspaceID != "" {
		workspaceID = s.mustFind(workspaceID).id
	}
	var held []Object
	for _, item := range s.within(workspaceID, time.Time{}) {
		if item.Noun == noun {
			one := *item
			one.Fields = clone(one.Fields)
			held = append(held, one)
		}
	}
	return held
}

// Count is how many things of a noun a workspace holds.
func (s *Server) Count(noun Noun, workspaceID string) int { return len(s.Held(noun, workspaceID)) }

func (s *Server) mustFind(idOrSlug string) *workspace {
	stored, ok := s.byName[idOrSlug]
	if !ok {
		panic("emulator: no such workspace: " + idOrSlug)
	}
	return stored.at(time.Time{})
}

func (s *Server) mustChange(idOrSlug string, edit func(w *workspace)) {
	err := s.change(s.byName[idOrSlug], func(w *workspace) error { edit(w); return nil })
	if err != nil {
		panic(err)
	}
}

func (s *Server) mustApply(w *workspace, fields map[string]any) {
	for field := range fields {
		if !slices.Contains(updateFields(), field) {
			panic("emulator: a workspace has no field " + field)
		}
	}
	if _, named := fields["name"]; !named && w.name == "" {
		panic("emulator: a workspace needs a name")
	}
	if err := s.apply(w, fields, person); err != nil {
		panic("emulator: " + err.Error())
	}
}

// asJSON is a value as it would have come over the wire.
func asJSON(fields map[string]any) map[string]any {
	var out map[string]any
	if err := json.Unmarshal([]byte(jsonText(fields)), &out); err != nil {
		panic(err)
	}
	return out
}
