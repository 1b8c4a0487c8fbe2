package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// view is what an answer is about an object for.
type view int

const (
	single  view = iota // its own read
	plain               // its own read, where the query asks for the plain name
	listed              // an item of the list
	created             // the answer to its POST
)

// routesOf are the endpoints of all nouns. Lists come first, since
// prompts/partials is a list and not a prompt.
func routesOf(tables []*table) []route {
	var lists, singles []route
	for _, t := range tables {
		lists = append(lists, route{http.MethodGet, t.path, t.list})
		one := t.path + "/*"
		singles = append(singles, route{http.MethodGet, one, t.read}, route{http.MethodDelete, one, t.delete})
		if t.fields != nil {
			lists = append(lists, route{http.MethodPost, t.path, t.create})
			singles = append(singles, route{http.MethodPut, one, t.update})
		}
		singles = append(singles, t.routes...)
	}
	return append(lists, singles...)
}

// admit refuses a key without a right to the verb, and parameters that are not known.
func (c *call) admit(t *table, verb string, parameters ...string) error {
	may := func(noun string) bool { return c.key.may(noun + "." + verb) }
	if !slices.ContainsFunc(t.scopes, may) {
		return noRights()
	}
	return c.onlyQuery(parameters...)
}

// chosen is the workspace that a call names or that its key implies; nil is none.
func (c *call) chosen(reference string) (*Object, error) {
	if reference == "" {
		reference = c.key.WorkspaceID
	}
	if reference == "" {
		return nil, nil
	}
	_, w := c.stores[Workspaces].find(reference)
	if w == nil || w.Archived || !c.reaches(w) {
		return nil, noRights()
	}
	return w, nil
}

// asked is the id of the workspace that a query is about, empty where it is
// about none.
func (c *call) asked(t *table) (string, error) {
	w, err := c.chosen(c.query.Get("workspace_id"))
	if err != nil || w == nil {
		if err == nil && t.named {
			err = badQuery("workspace_id", "workspace_id is missing")
		}
		return "", err
	}
	return w.ID, nil
}

// reaches reports whether the call's key sees where an object is. A workspace's
// own key does not see it archived, and what is in an archived workspace is out
// of everybody's reach (assumed).
func (c *call) reaches(o *Object) bool {
	home := o
	if o.Noun != Workspaces {
		home = nil
		if o.WorkspaceID != "" {
			_, home = c.stores[Workspaces].find(o.WorkspaceID)
		}
	}
	switch {
	case o.OrganisationID != c.key.OrganisationID:
		return false
	case home == nil:
		return c.key.WorkspaceID == ""
	case home != o && home.Archived:
		return false
	default:
		return c.key.WorkspaceID == "" || c.key.WorkspaceID == home.ID && !home.Archived
	}
}

// list lists newest first.
func (t *table) list(c *call) (any, error) {
	parameters := append(slices.Collect(maps.Keys(t.filters)), "page_size", "current_page")
	if t.inside {
		parameters = append(parameters, "workspace_id")
	}
	if t.archives {
		parameters = append(parameters, "status")
	}
	if err := c.admit(t, "list", parameters...); err != nil {
		return nil, err
	}
	keep, err := t.filter(c)
	if err != nil {
		return nil, err
	}
	var found []*Object
	moment := c.listTime(c.asOf)
	for _, h := range slices.Backward(c.stores[t.noun].all) {
		if o := h.at(moment); o != nil && c.reaches(o) && c.key.may(t.scopeOf(o)+".list") && keep(o) {
			found = append(found, o)
		}
	}
	slices.SortStableFunc(found, func(a, b *Object) int { return b.CreatedAt.Compare(a.CreatedAt) })
	page := found
	if !t.unpaged || c.answers.PagedLists {
		if page, err = paged(c, found, t.page, t.most); err != nil {
			return nil, err
		}
	}
	data := make([]any, 0, len(page))
	for _, o := range page {
		data = append(data, c.answerOf(t, o, listed))
	}
	if t.envelope != nil {
		return t.envelope(data, len(found)), nil
	}
	return map[string]any{"object": "list", "total": len(found), "data": data}, nil
}

// filter is what the query leaves of a list. Of what archives, archived objects
// are listed where asked for.
func (t *table) filter(c *call) (keep func(*Object) bool, err error) {
	workspaceID := ""
	if t.inside {
		if workspaceID, err = c.asked(t); err != nil {
			return nil, err
		}
	}
	if c.answers.FiltersIgnored {
		workspaceID = ""
	}
	statuses := []string{"active"}
	if asked := c.query.Get("status"); asked != "" {
		statuses = strings.Split(asked, ",")
	}
	for _, status := range statuses {
		if status != "active" && status != "archived" {
			return nil, badQuery("status", "neither active nor archived")
		}
	}
	return func(o *Object) bool {
		if workspaceID != "" && o.WorkspaceID != workspaceID || t.archives && !slices.Contains(statuses, o.status()) {
			return false
		}
		for name, passes := range t.filters {
			if text := c.query.Get(name); text != "" && !passes(c.Server, o, text) {
				return false
			}
		}
		return true
	}, nil
}

// find is the object that a call's path names, among those within reach: two
// workspaces may hold providers of one slug.
func (c *call) find(t *table, verb string, parameters ...string) (*history, *Object, error) {
	if t.inside {
		parameters = append(parameters, "workspace_id")
	}
	if err := c.admit(t, verb, parameters...); err != nil {
		return nil, nil, err
	}
	workspaceID, err := "", error(nil)
	if t.inside {
		if workspaceID, err = c.asked(t); err != nil {
			return nil, nil, err
		}
	}
	foreign := false
	for _, h := range c.stores[t.noun].byID[c.args[0]] {
		o := h.at(c.asOf)
		if o == nil || !t.means(o, c.args[0], c.answers) {
			continue
		}
		elsewhere := workspaceID != "" && o.WorkspaceID != workspaceID
		switch {
		case elsewhere || !c.reaches(o) || !c.key.may(t.scopeOf(o)+"."+verb):
			foreign = true
		case !o.Archived:
			return h, o, nil
		}
	}
	if foreign {
		return nil, nil, noRights()
	}
	return nil, nil, c.absent(t)
}

// absent is what answers for an object that is not there.
func (c *call) absent(t *table) error {
	switch c.answers.Gone {
	case GoneForbidden:
		return noRights()
	case GoneNotFound:
		return notFound()
	default:
		return t.absent()
	}
}

func (t *table) read(c *call) (any, error) {
	_, o, err := c.find(t, "read", slices.Collect(maps.Keys(t.views))...)
	if err != nil {
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
	return c.answerOf(t, o, v), nil
}

func (t *table) create(c *call) (any, error) {
	if err := c.admit(t, "create"); err != nil {
		return nil, err
	}
	body, err := c.body(t, creating)
	if err != nil {
		return nil, err
	}
	var home *Object
	if t.inside {
		reference, _ := body["workspace_id"].(string)
		if home, err = c.chosen(reference); err != nil {
			return nil, err
		}
		if home == nil {
			return nil, badField("workspace_id", "workspace_id is missing")
		}
		delete(body, "workspace_id")
	}
	name, _ := body["name"].(string)
	o := c.draft(t, c.key.OrganisationID, home, name)
	if err := c.written(t, o, body, creating); err != nil {
		return nil, err
	}
	c.insert(t, o, c.now())
	c.effect = true
	return only(t.created, c.answerOf(t, o, created)), nil
}

// update merges by top-level key (verified by the vendor for workspaces).
func (t *table) update(c *call) (any, error) {
	h, o, err := c.find(t, "update")
	if err != nil {
		return nil, err
	}
	body, err := c.body(t, updating)
	if err != nil {
		return nil, err
	}
	if len(body) > 0 {
		if o, err = c.edited(t, o, body, updating); err != nil {
			return nil, err
		}
		h.put(c.now(), o)
		c.effect = true
	}
	if t.updated == nil {
		return map[string]any{}, nil
	}
	return only(t.updated, c.answerOf(t, o, single)), nil
}

func (t *table) delete(c *call) (any, error) {
	h, o, err := c.find(t, "delete")
	if err != nil {
		return nil, err
	}
	if t.refuse != nil {
		if err := t.refuse(c, o); err != nil {
			return nil, err
		}
	}
	c.remove(t, h, o)
	c.effect = true
	return map[string]any{}, nil
}

// only are some fields of an answer; nil is all of them.
func only(fields []string, answer map[string]any) map[string]any {
	if fields == nil {
		return answer
	}
	some := map[string]any{}
	for _, name := range fields {
		some[name] = answer[name]
	}
	return some
}

// answerOf is an answer about an object.
func (s *Server) answerOf(t *table, o *Object, v view) map[string]any {
	if t.tell != nil {
		return t.tell(s, o, v)
	}
	answer := clone(o.Fields)
	for name, value := range answer {
		if at, ok := value.(time.Time); ok {
			answer[name] = s.timestamp(at)
		}
	}
	if v == listed {
		for _, name := range t.detail {
			delete(answer, name)
		}
	}
	answer["name"], answer["object"], answer["status"] = o.Name, string(o.Noun), o.status()
	answer["created_at"], answer["last_updated_at"] = s.timestamp(o.CreatedAt), s.timestamp(o.LastUpdatedAt)
	if !t.noID {
		answer["id"] = o.ID
	}
	if o.Slug != "" {
		answer["slug"] = o.Slug
	}
	telling := s.answers.ReadsTell
	if v == listed {
		telling = s.answers.ItemsTell
	}
	if telling == TellsAlways || telling == TellsAsDocumented && t.tells {
		answer["workspace_id"], answer["organisation_id"] = any(o.WorkspaceID), o.OrganisationID
		if o.WorkspaceID == "" {
			answer["workspace_id"] = t.outside
		}
	}
	return answer
}
