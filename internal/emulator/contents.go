package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Object is something that a workspace holds, or the organisation itself.
type Object struct {
	Noun     Noun
	ID, Slug string
	Name     string
	// WorkspaceID is the id of the workspace; empty is the organisation's own.
	WorkspaceID    string
	OrganisationID string
	CreatedAt      time.Time
	// Fields are the other fields of its answers.
	Fields map[string]any
}

// put stores an item made at a moment. w nil is the organisation's own.
func (s *Server) put(noun Noun, w *workspace, fields map[string]any, at time.Time) *Object {
	f := factsOf(noun)
	fields = maps.Clone(fields)
	name, _ := fields["name"].(string)
	if name == "" {
		name = "a " + string(noun)
	}
	item := &Object{Noun: noun, ID: s.uuid(), Name: name, OrganisationID: s.organisations[0], CreatedAt: at, Fields: fields}
	switch {
	case f.slug != "":
		item.Slug = s.slug(f.slug, name, f.length)
	case f.bySlug:
		item.Slug = strings.TrimPrefix(s.slug("", name, f.length), "-")
	}
	owner := "organisation"
	if w != nil {
		owner, item.WorkspaceID, item.OrganisationID = "workspace", w.id, w.organisation
	}
	if id, ok := fields["id"].(string); ok {
		item.ID = id
	}
	if slug, ok := fields["slug"].(string); ok {
		item.Slug = slug
	}
	if item.Fields == nil {
		item.Fields = map[string]any{}
	}
	for _, key := range []string{"id", "slug", "name"} {
		delete(item.Fields, key)
	}
	if noun == APIKeys && item.Fields["type"] == nil {
		item.Fields["type"] = owner + "-service"
	}
	stored := &versioned[Object]{}
	stored.put(at, item)
	s.items = append(s.items, stored)
	return item
}

// within is what a workspace holds at a moment.
func (s *Server) within(workspaceID string, moment time.Time) []*Object {
	var held []*Object
	for _, stored := range s.items {
		if item := stored.at(moment); item != nil && item.WorkspaceID == workspaceID {
			held = append(held, item)
		}
	}
	return held
}

// inside is one thing in a workspace by its id or slug, nil where there is none.
func (s *Server) inside(workspaceID string, noun Noun, reference any) *Object {
	name, _ := reference.(string)
	for _, item := range s.within(workspaceID, time.Time{}) {
		if item.Noun == noun && item.names(name, true, true) {
			return item
		}
	}
	return nil
}

// reaches reports whether the call's key sees where an item is. What is in an
// archived workspace is out of everybody's reach (assumed).
func (c *call) reaches(item *Object) bool {
	if item.WorkspaceID == "" {
		return c.key.WorkspaceID == "" && item.OrganisationID == c.key.OrganisationID
	}
	w := c.byName[item.WorkspaceID].at(time.Time{})
	return c.key.sees(w) && !w.archived
}

// chosen is the workspace that a call names or that its key implies; empty is
// none. Only calls about providers have to name one, with an admin's key
// (verified by the vendor).
func (c *call) chosen(noun Noun) (string, error) {
	reference := c.query.Get("workspace_id")
	if reference == "" {
		reference = c.key.WorkspaceID
	}
	if reference == "" {
		if noun == Providers {
			return "", badQuery("workspace_id", "workspace_id is missing")
		}
		return "", nil
	}
	w, ok := c.byName[reference]
	if !ok {
		return "", noRights()
	}
	latest := w.at(time.Time{})
	if latest.archived || !c.key.sees(latest) {
		return "", noRights()
	}
	return latest.id, nil
}

func listItems(noun Noun) func(*call) (any, error) {
	return func(c *call) (any, error) {
		f := factsOf(noun)
		if err := c.onlyQuery("workspace_id", "page_size", "current_page"); err != nil {
			return nil, err
		}
		may := func(noun string) bool { return c.key.may(noun + ".list") }
		if !slices.ContainsFunc(f.scopes, may) {
			return nil, noRights()
		}
		workspaceID, err := c.chosen(noun)
		if err != nil {
			return nil, err
		}
		if c.answers.FiltersIgnored {
			workspaceID = ""
		}
		var found []*Object
		moment := c.listTime(c.asOf)
		for _, stored := range slices.Backward(c.items) {
			item := stored.at(moment)
			if item == nil || item.Noun != noun || !c.reaches(item) || !c.key.may(item.scope("list")) {
				continue
			}
			if workspaceID == "" || item.WorkspaceID == workspaceID {
				found = append(found, item)
			}
		}
		page := found
		if f.most > 0 {
			if page, err = paged(c, found, f.page, f.most); err != nil {
				return nil, err
			}
		}
		data := make([]any, 0, len(page))
		for _, item := range page {
			data = append(data, c.itemAnswer(item, f, true))
		}
		switch noun {
		case Partials:
			return data, nil // a bare array (documented), whatever page is asked for
		case Guardrails:
			return map[string]any{"total": len(found), "data": data}, nil
		default:
			return map[string]any{"object": "list", "total": len(found), "data": data}, nil
		}
	}
}

// itemAnswer is an item as a list or its own read tells it.
func (c *call) itemAnswer(item *Object, f facts, listed bool) map[string]any {
	answer := clone(item.Fields)
	if listed {
		for _, field := range f.detail {
			delete(answer, field)
		}
	}
	answer["name"], answer["object"] = item.Name, string(item.Noun)
	answer["created_at"] = c.timestamp(item.CreatedAt)
	answer["last_updated_at"] = answer["created_at"]
	if answer["status"] == nil {
		answer["status"] = "active"
	}
	if !f.noID {
		answer["id"] = item.ID
	}
	if item.Slug != "" {
		answer["slug"] = item.Slug
	}
	telling := c.answers.ReadsTell
	if listed {
		telling = c.answers.ItemsTell
	}
	if telling == TellsAlways || telling == TellsAsDocumented && f.tells {
		answer["workspace_id"], answer["organisation_id"] = item.WorkspaceID, item.OrganisationID
		if item.Noun == APIKeys && item.WorkspaceID == "" {
			answer["workspace_id"] = nil // a guardrail of the organisation has "" (vendor's changelog)
		}
	}
	return answer
}

// findItem is the item that a call's path names, among those within reach: two
// workspaces may hold providers of one slug.
func (c *call) findItem(noun Noun, verb string) (*versioned[Object], *Object, error) {
	if err := c.onlyQuery("workspace_id"); err != nil {
		return nil, nil, err
	}
	f := factsOf(noun)
	workspaceID, err := c.chosen(noun)
	if err != nil {
		return nil, nil, err
	}
	may := func(noun string) bool { return c.key.may(noun + "." + verb) }
	if !slices.ContainsFunc(f.scopes, may) {
		return nil, nil, noRights()
	}
	foreign := false
	for _, stored := range c.items {
		item := stored.at(c.asOf)
		if item == nil || item.Noun != noun || !item.names(c.args[0], f.byID, f.bySlug) {
			continue
		}
		elsewhere := workspaceID != "" && item.WorkspaceID != workspaceID
		if !elsewhere && c.reaches(item) && c.key.may(item.scope(verb)) {
			return stored, item, nil
		}
		foreign = true
	}
	if foreign {
		return nil, nil, noRights()
	}
	return nil, nil, f.absent()
}

func readItem(noun Noun) func(*call) (any, error) {
	return func(c *call) (any, error) {
		_, item, err := c.findItem(noun, "read")
		if err != nil {
			return nil, err
		}
		return c.itemAnswer(item, factsOf(noun), false), nil
	}
}

func deleteItem(noun Noun) func(*call) (any, error) {
	return func(c *call) (any, error) {
		stored, item, err := c.findItem(noun, "delete")
		if err != nil {
			return nil, err
		}
		if err := c.refuseUsed(item); err != nil {
			return nil, err
		}
		stored.put(c.now(), nil)
		c.effect = true
		return map[string]any{}, nil
	}
}

// refuseUsed refuses the deletion of what something else refers to: a config
// that a key is bound to (409, documented), a guardrail that a config or a
// workspace's defaults name (400, verified by the vendor).
func (c *call) refuseUsed(item *Object) error {
	for _, stored := range c.items {
		other := stored.at(time.Time{})
		if other == nil {
			continue
		}
		if item.Noun == Configs && other.Noun == APIKeys {
			defaults, _ := other.Fields["defaults"].(map[string]any)
			if bound, _ := defaults["config_id"].(string); item.names(bound, true, true) {
				return conflict("Unable to delete. The config is in use by an API key")
			}
		}
		if item.Noun == Guardrails && other.Noun == Configs && mentions(other.Fields["config"], item) {
			return badField("id", "Guardrail is being used in config "+other.Slug)
		}
	}
	if item.Noun == Guardrails && item.WorkspaceID != "" {
		w := c.byName[item.WorkspaceID].at(time.Time{})
		if mentions(w.defaults, item) {
			return badField("id", "Guardrail is being used in workspace "+w.slug)
		}
	}
	return nil
}

// mentions reports whether the id or slug of an item occurs in a JSON value.
func mentions(value any, item *Object) bool {
	text := jsonText(value)
	return strings.Contains(text, item.Slug) || strings.Contains(text, item.ID)
}

func contentRoutes() []route {
	var lists, singles []route
	for _, noun := range Contents() {
		path := factsOf(noun).path
		lists = append(lists, route{http.MethodGet, path, "", listItems(noun)})
		singles = append(singles,
			route{http.MethodGet, path + "/*", "", readItem(noun)},
			route{http.MethodDelete, path + "/*", "", deleteItem(noun)},
		)
	}
	return append(lists, singles...) // prompts/partials is a list, not a prompt
}
