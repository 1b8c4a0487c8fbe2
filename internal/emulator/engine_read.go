package emulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// list lists newest first.
func (t *table) list(c *call) (any, error) {
	if err := c.admit(t, "list"); err != nil {
		return nil, err
	}
	keep, err := t.filter(c)
	if err != nil {
		return nil, err
	}
	var found []*Object
	moment := c.listTime(c.asOf)
	for _, h := range slices.Backward(c.stores[t.noun].all) {
		if o := h.at(moment); o != nil && (c.reaches(o) || t.listedBelow && c.isAbove(o)) && c.mayOn(t, o, "list") && keep(o) {
			found = append(found, o)
		}
	}
	slices.SortStableFunc(found, func(a, b *Object) int { return b.CreatedAt.Compare(a.CreatedAt) })
	page, at := found, window{size: len(found)}
	if !t.unpaged || c.answers.PagedLists {
		if page, at, err = paged(c, found, t); err != nil {
			return nil, err
		}
	}
	data := make([]any, 0, len(page))
	for _, o := range page {
		data = append(data, c.answerOf(t, o, listed))
	}
	if t.bareArray && c.answers.BareArrays {
		return data, nil
	}
	total := len(found)
	if c.answers.PageTotals {
		total = len(page)
	}
	if t.envelope != nil {
		return t.envelope(data, total, at), nil
	}
	return map[string]any{"object": "list", "total": total, "data": data}, nil
}

// filter is what the query leaves of a list. Of what archives, archived objects
// are listed where asked for.
func (t *table) filter(c *call) (keep func(*Object) bool, err error) {
	workspaceID, err := c.asked(t)
	if err != nil {
		return nil, err
	}
	if workspaceID == "" && t.listNamed && !c.answers.ListsAnywhere {
		return nil, badQuery("workspace_id", "workspace_id is missing")
	}
	if t.apart && workspaceID != "" && !c.key.may(t.scopes[0]+".list") {
		return nil, noRights()
	}
	if c.answers.FiltersIgnored && !t.nested {
		workspaceID = ""
	}
	statuses := []string{"active"}
	if asked := c.query.Get("status"); asked != "" && !c.answers.NamesIgnored {
		statuses = strings.Split(asked, ",")
	}
	for _, status := range statuses {
		if t.archives && status != "active" && status != "archived" {
			return nil, badQuery("status", "neither active nor archived")
		}
	}
	var filters []func(*Object) bool
	for name, passes := range t.filters {
		if text := c.query.Get(name); text != "" && !c.answers.NamesIgnored {
			filters = append(filters, func(o *Object) bool { return passes(c.Server, o, text) })
		}
	}
	active, archived := slices.Contains(statuses, "active"), slices.Contains(statuses, "archived")
	return func(o *Object) bool {
		switch {
		case !o.isIn(workspaceID),
			t.apart && workspaceID == "" && o.WorkspaceID != "" && !c.answers.FiltersIgnored,
			t.archives && o.Archived && !archived,
			t.archives && !o.Archived && !active:
			return false
		}
		return !slices.ContainsFunc(filters, func(passes func(*Object) bool) bool { return !passes(o) })
	}, nil
}

func (t *table) read(c *call) (any, error) {
	if err := c.admit(t, "read"); err != nil {
		return nil, err
	}
	v := single
	for name, views := range t.views {
		if asked := c.query.Get(name); asked != "" {
			var known bool
			if v, known = views[asked]; !known {
				return nil, badQuery(name, "no "+name+" is "+asked)
			}
		}
	}
	status := c.query.Get("status")
	if !slices.Contains([]string{"", "active", "archived"}, status) {
		return nil, badQuery("status", "neither active nor archived")
	}
	_, o, err := c.find(t, "read")
	if err == nil && t.versioning != nil {
		o, err = t.asked(c, o)
		if err != nil {
			return nil, err
		}
	}
	switch {
	case err == nil && status == "archived":
		return nil, c.absent(t)
	case err == nil:
		return c.answerOf(t, o, v), nil
	}
	if last := c.deleted(t); last != nil {
		answer := c.answerOf(t, last, v)
		answer["status"] = "archived"
		return answer, nil
	}
	return nil, err
}

// deleted is the deleted object that a call's path names, where it can still be read.
func (c *call) deleted(t *table) *Object {
	if !t.lingers || !c.answers.DeletedAsArchived && c.query.Get("status") != "archived" {
		return nil
	}
	for _, h := range c.stores[t.noun].byID[c.args[len(c.args)-1]] {
		var last *Object
		for _, one := range h.until(c.asOf) {
			if one.object != nil {
				last = one.object
			}
		}
		if now := h.at(c.asOf); last != nil && (now == nil || now.Archived) && c.reaches(last) {
			return last
		}
	}
	return nil
}

// view is what an answer is about an object for.
type view int

const (
	single  view = iota // its own read
	plain               // its own read, where the query asks for the plain name
	listed              // an item of the list
	created             // the answer to its POST
)

// answerOf is an answer about an object.
func (s *Server) answerOf(t *table, o *Object, v view) map[string]any {
	if t.answer != nil {
		return t.answer(s, o, v)
	}
	answer := clone(o.Fields)
	for name, value := range answer {
		if at, ok := value.(time.Time); ok {
			answer[name] = s.timestamp(at)
		}
	}
	answer["name"], answer["object"], answer["status"] = o.Name, string(o.Noun), o.status()
	answer["created_at"] = s.timestamp(o.CreatedAt)
	if !t.unstamped {
		answer["last_updated_at"] = s.timestamp(o.LastUpdatedAt)
	}
	if (!t.mayLackID || !s.answers.Sparse) && (!t.lacksID || v != single || s.answers.IDsInReads) {
		answer["id"] = o.ID
	}
	if o.Slug != "" {
		answer["slug"] = o.Slug
	}
	s.answerHome(t, o, v, answer)
	if t.shown != nil && (v != created || t.created == nil) {
		maps.DeleteFunc(answer, func(name string, _ any) bool { return !slices.Contains(t.shown, name) })
	}
	if t.complete != nil {
		t.complete(s, o, answer)
	}
	if v == listed {
		if t.item != nil {
			t.item(s, o, answer)
		}
		for _, name := range t.detail {
			drop(answer, name)
		}
	}
	return answer
}

// drop deletes a field of an answer; "a.b" is one of an object in it.
func drop(answer map[string]any, name string) {
	if above, below, nested := strings.Cut(name, "."); nested {
		answer, _ = answer[above].(map[string]any)
		name = below
	}
	delete(answer, name)
}

// answerHome adds where an object is, unless it was added with another place.
func (s *Server) answerHome(t *table, o *Object, v view, answer map[string]any) {
	presence, documented := s.answers.WorkspaceIDInReads, t.showsHome
	if v == listed {
		presence, documented = s.answers.WorkspaceIDInItems, t.showsHome || t.listsHome && !s.answers.Sparse
	}
	home := any(o.WorkspaceID)
	if o.WorkspaceID == "" {
		home = t.outside
	}
	if presence == PresentAlways || presence == PresentAsDocumented && documented {
		answer["workspace_id"], answer["organisation_id"] = home, o.OrganisationID
	}
	if _, stored := answer[t.owner]; t.owner != "" && presence != PresentNever && !stored && !s.answers.Sparse {
		answer[t.owner] = home
	}
}
