package emulator

import (
	"strings"
	"time"
)

// collections: documented, but for the scopes, which are those of prompts (assumed). A
// parent is answered by its id (verified by the vendor), whichever form is sent. Every
// workspace has a default one, which answers 404 to DELETE (documented).
func collections() *table {
	return &table{
		noun: Collections, path: "collections", scopes: []string{"prompts"},
		slug: "co", length: 10, byID: true, bySlug: true, inside: true, harmless: true, listNamed: true, showsHome: true,
		page: 100, most: 100, bounded: true, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{"search": hasInName},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true, always: true}, "workspace_id": {check: isText, fixed: true},
			"parent_collection_id": {fixed: true},
		},
		fresh: map[string]any{"parent_collection_id": nil, "is_default": 0.0},
		shown: []string{"id", "name", "slug", "workspace_id", "parent_collection_id", "is_default", "status", "created_at", "last_updated_at"},
		// A list item has counts instead of the children.
		detail:   []string{"child_collections"},
		envelope: func(data []any, total int, _ window) any { return map[string]any{"total": total, "data": data} },
		created:  []string{"id", "slug"},
		write:    writeCollection, refuse: refuseCollection, removed: removeWithin, complete: completeCollection, item: countWithin,
	}
}

// hasInName finds a part of a name or a slug, in any case.
func hasInName(_ *Server, o *Object, text string) bool {
	return strings.Contains(strings.ToLower(o.Name+" "+o.Slug), strings.ToLower(text))
}

// addDefaultCollection adds the collection that a workspace has from its start. Its name is
// assumed.
func (s *Server) addDefaultCollection(w *Object, at time.Time) {
	s.beside(func() {
		created := timestamp(at)
		s.mustAdd(s.tables[Collections], w, map[string]any{
			"name": "Default", "is_default": 1.0, "created_at": created, "last_updated_at": created,
		}, at)
	})
}

// beside draws the ids of what is there without a request for it.
func (s *Server) beside(add func()) {
	ids := s.ids
	defer func() { s.ids = ids }()
	s.ids = s.idsBeside
	add()
}

// writeCollection stores the parent by its id. One that is unknown, or in another workspace,
// answers as what is not there does (assumed).
func writeCollection(s *Server, o *Object, body map[string]any, _ by) error {
	reference, sent := body["parent_collection_id"]
	if !sent || reference == nil {
		return nil
	}
	parent := s.collectionIn(o.WorkspaceID, reference)
	if parent == nil {
		return notFound()
	}
	o.Fields["parent_collection_id"] = parent.ID
	return nil
}

// collectionIn is a collection of a workspace by its id or slug, nil where there is none.
func (s *Server) collectionIn(workspaceID string, reference any) *Object {
	return s.inside(&Object{ID: workspaceID}, Collections, reference)
}

// defaultCollection is that of a workspace.
func (s *Server) defaultCollection(workspaceID string) *Object {
	for _, o := range s.within(Collections, workspaceID) {
		if number(o.Fields["is_default"]) != 0 {
			return o
		}
	}
	return nil
}

// contained are the objects of a noun that name a collection as where they are.
func (s *Server) contained(noun Noun, field string, o *Object) []*Object {
	var found []*Object
	for _, one := range s.within(noun, o.WorkspaceID) {
		if o.is(one.Fields[field]) {
			found = append(found, one)
		}
	}
	return found
}

// refuseCollection refuses to delete what contains something (assumed; see
// Answers.CascadingCollections).
func refuseCollection(c *call, o *Object) error {
	switch {
	case number(o.Fields["is_default"]) != 0:
		return c.absent(c.tables[Collections])
	case c.answers.CascadingCollections:
		return nil
	case len(c.contained(Prompts, "collection_id", o)) > 0:
		return badField("collection_id", "the collection has prompts")
	case len(c.contained(Collections, "parent_collection_id", o)) > 0:
		return badField("collection_id", "the collection has collections")
	default:
		return nil
	}
}

// removeWithin removes what a deleted collection contains.
func removeWithin(s *Server, o *Object) {
	for noun, field := range map[Noun]string{Prompts: "collection_id", Collections: "parent_collection_id"} {
		for _, one := range s.contained(noun, field, o) {
			h, _ := s.stores[noun].find(one.ID)
			s.remove(s.tables[noun], h, one)
		}
	}
}

// removeWithWorkspace removes what goes with its workspace.
func removeWithWorkspace(s *Server, w *Object) {
	for noun, t := range s.tables {
		if !t.harmless {
			continue
		}
		for _, h := range s.stores[noun].byWorkspace[w.ID] {
			if h.latest() != nil {
				h.put(s.now(), nil) // and what it contains stays, out of reach
			}
		}
	}
}

// completeCollection adds the collections below. The type of is_default is documented as a
// boolean, and a number to the vendor's provider (Answers.BooleanDefaults).
func completeCollection(s *Server, o *Object, answer map[string]any) {
	if s.answers.BooleanDefaults {
		answer["is_default"] = number(o.Fields["is_default"]) != 0
	}
	s.showUnset(answer, map[string]any{"parent_collection_id": ""})
	below := []any{}
	for _, child := range s.contained(Collections, "parent_collection_id", o) {
		below = append(below, map[string]any{"id": child.ID, "name": child.Name, "slug": child.Slug})
	}
	answer["child_collections"] = below
}

// countWithin adds what a list item says of the contents (documented).
func countWithin(s *Server, o *Object, answer map[string]any) {
	answer["collection_details"] = map[string]any{
		"child_collections_count": len(s.contained(Collections, "parent_collection_id", o)),
		"prompts_count":           len(s.contained(Prompts, "collection_id", o)),
		"created_at":              s.timestamp(o.CreatedAt), "last_updated_at": s.timestamp(o.LastUpdatedAt),
	}
}
