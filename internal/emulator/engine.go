package emulator

import (
	"maps"
	"net/http"
	"slices"
)

// routesOf are the endpoints of all nouns. Lists come first, since
// prompts/partials is a list and not a prompt.
func routesOf(tables []*table) []route {
	var lists, singles []route
	for _, t := range tables {
		one := t.path + "/*"
		for _, e := range []struct {
			verb  string
			into  *[]route
			route route
		}{
			{"list", &lists, route{http.MethodGet, t.path, t.list}},
			{"create", &lists, route{http.MethodPost, t.path, t.create}},
			{"read", &singles, route{http.MethodGet, one, t.read}},
			{"update", &singles, route{http.MethodPut, one, t.update}},
			{"delete", &singles, route{http.MethodDelete, one, t.delete}},
		} {
			writes := e.verb == "create" || e.verb == "update"
			if !slices.Contains(t.lacks, e.verb) && (t.fields != nil || !writes) {
				*e.into = append(*e.into, e.route)
			}
		}
		singles = append(singles, t.routes...)
	}
	return append(lists, singles...)
}

// parameters are those that the query of a verb may have.
func (t *table) parameters(verb string) []string {
	var names []string
	if t.inside && verb != "create" {
		names = append(names, "workspace_id")
	}
	if t.byOrganisation && verb != "create" {
		names = append(names, "organisation_id")
	}
	switch verb {
	case "list":
		names = slices.AppendSeq(append(names, t.pages.parameters()...), maps.Keys(t.filters))
		if t.archives {
			names = append(names, "status")
		}
	case "read":
		names = slices.AppendSeq(names, maps.Keys(t.views))
		if t.archives && t.lingers {
			names = append(names, "status")
		}
		if t.versioning != nil {
			names = append(names, "version")
		}
	}
	return names
}

// admit refuses a key without a right to the verb, and parameters that are not known.
func (c *call) admit(t *table, verb string) error {
	may := func(noun string) bool { return c.key.may(noun + "." + verb) }
	if !slices.ContainsFunc(t.scopes, may) || t.organisation && c.key.WorkspaceID != "" {
		return noRights()
	}
	return c.onlyQuery(t.parameters(verb)...)
}

// mayOn is for the verb on one object, once the noun is admitted.
func (c *call) mayOn(t *table, o *Object, verb string) bool {
	return t.scope == nil || c.key.may(t.scope(o)+"."+verb)
}

// workspace is the one that a call names or that its key implies; nil is none.
func (c *call) workspace(reference string) (*Object, error) {
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
	if t.nested {
		w, err := c.above()
		if err != nil {
			return "", err
		}
		return w.ID, nil
	}
	if !t.inside {
		return "", nil
	}
	if id := c.query.Get("organisation_id"); id != "" && t.byOrganisation {
		return organisationItself, c.mayOrganisation(id, c.query.Get("workspace_id"))
	}
	w, err := c.workspace(c.query.Get("workspace_id"))
	switch {
	case err != nil:
		return "", err
	case w == nil && t.named:
		return "", badQuery("workspace_id", "workspace_id is missing")
	case w == nil:
		return "", nil
	case !c.names(t, w, c.query.Get("workspace_id")):
		return "", badQuery("workspace_id", "workspace_id is not an id")
	default:
		return w.ID, nil
	}
}

// organisationItself is what a query asks for that names the organisation.
const organisationItself = "the organisation"

// isIn reports whether an object is where a query asks for it.
func (o *Object) isIn(asked string) bool {
	switch asked {
	case "", o.WorkspaceID:
		return true
	case organisationItself:
		return o.WorkspaceID == ""
	default:
		return o.isUniversal()
	}
}

// names reports whether a reference may name a workspace for a noun; see
// Answers.SlugFilters.
func (c *call) names(t *table, w *Object, reference string) bool {
	return !t.homeByID || c.answers.SlugFilters || reference == "" || reference == w.ID
}

// isAbove reports whether an object is that of the organisation of a workspace's key.
func (c *call) isAbove(o *Object) bool {
	return o.WorkspaceID == "" && o.OrganisationID == c.key.OrganisationID
}

// above is the workspace in the path of what is nested.
func (c *call) above() (*Object, error) {
	over := *c
	over.args = c.args[:1]
	_, w, err := over.find(c.tables[Workspaces], "read")
	return w, err
}

// reaches reports whether the call's key sees where an object is. A workspace's
// own key does not see it archived, and what is in an archived workspace is out
// of everybody's reach (assumed).
func (c *call) reaches(o *Object) bool {
	home, archived := o.WorkspaceID, false
	if o.Noun == Workspaces {
		home, archived = o.ID, o.Archived && c.key.WorkspaceID != ""
	} else if _, w := c.stores[Workspaces].find(home); w != nil {
		archived = w.Archived
	}
	return o.OrganisationID == c.key.OrganisationID && !archived && !c.orphaned(o) && (c.key.WorkspaceID == "" || c.key.WorkspaceID == home)
}

// find is the object that a call's path names, among those within reach: two
// workspaces may hold providers of one slug.
func (c *call) find(t *table, verb string) (*history, *Object, error) {
	workspaceID, err := c.asked(t)
	if err != nil {
		return nil, nil, err
	}
	foreign := false
	element := c.args[len(c.args)-1]
	for _, h := range c.stores[t.noun].byID[element] {
		o := h.at(c.asOf)
		if o == nil || !t.means(o, element, c.answers) {
			continue
		}
		elsewhere := !o.isIn(workspaceID)
		switch {
		case elsewhere && t.nested: // another one
		case elsewhere || !c.reaches(o) || !c.mayOn(t, o, verb), verb != "delete" && t.barred != nil && t.barred(c.Server, o):
			foreign = true
		case t.ends != "" && o.status() == t.ends && c.answers.NotFound != NotFoundAsDocumented:
		case !o.Archived:
			return h, o, nil
		}
	}
	if foreign {
		return nil, nil, noRights()
	}
	return nil, nil, c.absent(t)
}

// absent is the answer for an object that is not there.
func (c *call) absent(t *table) error {
	switch c.answers.NotFound {
	case NotFoundIs403:
		return noRights()
	case NotFoundIs404:
		return notFound()
	default:
		return t.absent()
	}
}
