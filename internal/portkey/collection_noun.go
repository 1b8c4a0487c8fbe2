package portkey

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
)

// Object is what the Admin API returns for one object, of whatever noun.
type Object interface{ facts() facts }

// facts are what the client identifies an object by. What an answer lacks is empty.
type facts struct {
	// ids are what a path may name the object by; the first one is what the client puts
	// there. Every shape of an object on record has one: an answer without any is not
	// an answer.
	ids []string
	// slug is empty where the noun has none.
	slug string
	// names are the forms of its name, the one that Portkey displays first.
	names []string
	// createdAt and updatedAt are RFC 3339.
	createdAt, updatedAt string
	// status is active, archived and so on.
	status Opt[string]
	// workspaceID is that of the workspace which contains the object, where the list of
	// one workspace may contain objects of others.
	workspaceID string
}

func (f facts) id() string {
	if len(f.ids) == 0 {
		return ""
	}
	return f.ids[0]
}

// isNamed reports whether Portkey displays the object under this name.
func (f facts) isNamed(name string) bool { return len(f.names) > 0 && SameText(f.names[0], name) }

// hasName reports whether this is any form of the object's name.
func (f facts) hasName(name string) bool {
	return slices.ContainsFunc(f.names, func(form string) bool { return SameText(form, name) })
}

// isAt reports whether a path with this id or slug names the object.
func (f facts) isAt(ref string) bool { return slices.Contains(f.ids, ref) }

func (f facts) isArchived() bool { return f.status.Or("") == "archived" }

// present are the strings of an answer, without absent and empty ones.
func present(values ...Opt[string]) []string {
	var all []string
	for _, value := range values {
		if text := value.Or(""); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// idOf is an object's own id, or "".
func idOf[T Object](one T) string { return one.facts().id() }

// CreateBody is the body of a create.
type CreateBody interface{ identity() identity }

// NoBody stands for the body of a write for which a noun has no endpoint.
type NoBody struct{}

func (NoBody) identity() identity { return identity{} }

// identityOf is the identity of what a body creates, its name as it is compared.
func identityOf[D CreateBody](body D) identity {
	known := body.identity()
	known.name = Composed(known.name)
	return known
}

// identity is what the created object will be known by.
type identity struct {
	// name is the name that Portkey will display.
	name string
	// forms are the names to look up, where the list has a filter for names and the
	// one that is displayed is not the only form. nil means name alone.
	forms []string
	// within narrows the list in which the name is looked up, where that has a filter for
	// what the name is looked up in.
	within url.Values
	// id is set where the caller chooses it. The answer need not contain it then. Where
	// it is the name as well, the list shows whether it is taken.
	id string
	// below is where the POST goes, below the path of the list.
	below []string
}

// isRead is whether an object of the id is looked up by a read of its own.
func (i identity) isRead() bool { return i.id != "" && i.id != i.name }

// Words are what messages call the objects of a noun.
type Words struct {
	// One and Many are "workspace" and "workspaces".
	One, Many string
	// Scopes is the first part of the scopes of its verbs: "workspaces" in
	// workspaces.read.
	Scopes string
	// Rights are what a key needs for any verb, where the names of the scopes are not
	// documented.
	Rights string
	// Advice is what else may help, as sentences, where a request is rejected with 403.
	Advice string
}

// Right is what messages say that a key needs for a verb: "scope workspaces.read".
func (w Words) Right(verb string) string {
	if w.Rights != "" {
		return w.Rights
	}
	return "scope " + w.Scopes + "." + verb
}

// A is the noun with its indefinite article.
func (w Words) A() string {
	if strings.ContainsAny(w.One[:1], "aeioAEIO") || strings.HasPrefix(w.One, "MCP") {
		return "an " + w.One
	}
	return "a " + w.One
}

// noun declares where the objects of a noun are and how they differ from those of
// most others. What is left out is as in most.
type noun[T Object] struct {
	Words

	// path is that of the list; one object is at its id below it.
	path []string
	// parent is what the objects belong to.
	parent parent[T]
	// nameFilter is the query parameter of the list that filters by whole names;
	// without one, names are looked up in the whole list. nameForms are the forms of
	// a name to ask for; nil means the name alone.
	nameFilter string
	nameForms  func(name string) []string
	// statuses, where set, is the status filter that lists archived objects too.
	statuses string

	// complete adds to a list item what only a read of its own returns, given such a
	// read of another object; false where the item lacks more. Where it is nil, list
	// items never replace reads.
	complete func(item, read T) (T, bool)
	// partial is whether completed items still lack what a read of its own returns: then only
	// GetIfChanged takes them.
	partial bool
	// fromList is whether the whole list is read instead of single objects: its items
	// have all fields, and it is short, or there is nothing else. unread is whether no path reads
	// an object on its own.
	fromList, unread bool
	// standsAlone is whether no write to another noun changes what the list shows.
	standsAlone bool
	// undated is whether answers lack the time of creation.
	undated bool
	// pages are the names of the parameters of the list.
	pages pageParameters
	// bySlug is whether a path takes the slug on every control plane, and the id on some
	// only.
	bySlug bool
	// scoped is whether the path of one object needs the query of the list too: ids and
	// slugs are looked for within the parent only.
	scoped bool
	// unplaced is whether no answer has the workspace of an object, so that an import has to
	// name it.
	unplaced bool
	// fill adds to the answer to a read of id what that may lack.
	fill func(read *T, id string)
}

// at is the path of one object.
func (n noun[T]) at(id string) []string { return slices.Concat(n.path, []string{id}) }

// about is a request about one object.
func (n noun[T]) about(method, id string, body any) request {
	r := request{method: method, path: n.at(id), body: body}
	if n.scoped {
		r.query = n.parent.query
	}
	return r
}

// address distinguishes the collections of one key.
func (n noun[T]) address() string {
	address := strings.Join(n.path, "/") + "?" + n.parent.query.Encode()
	if n.parent.own {
		address += "#own"
	}
	return address
}

// forms are the names to ask the list for.
func (n noun[T]) forms(name string) []string {
	if n.nameForms == nil {
		return spellings([]string{name})
	}
	return spellings(n.nameForms(name))
}

// parent is what objects belong to: the organisation or a workspace.
type parent[T Object] struct {
	// what is "organisation" or "workspace"; id is the workspace's.
	what, id string
	// own is whether what is in a workspace is not its own, although it may be listed.
	own bool
	// query narrows a list to the parent, where the path does not.
	query url.Values
	// seen identifies the parent whose objects the key lists, given all that it lists.
	// Where that can't be found out, unseen says why, as a clause behind "but".
	seen func(ctx context.Context, c *Client, listed []T) (id, unseen string, err error)
}

// importOf is what an import of an object takes: its id, behind the parent's where it is
// looked for within that only, or where no answer has the parent.
func (n noun[T]) importOf(known facts) string {
	switch p := n.parent; {
	case n.scoped:
		return p.id + "/" + cmp.Or(known.slug, known.id())
	case p.id == "", p.query != nil && !n.unplaced:
		return known.id()
	default:
		return p.id + "/" + known.id()
	}
}

// excludes reports whether an object is in another workspace: a server may ignore
// the filter. A slug is not comparable with an id.
func (p parent[T]) excludes(one T) bool {
	in := one.facts().workspaceID
	if p.own {
		return in != ""
	}
	return p.id != "" && in != "" && in != p.id && uuidPattern.MatchString(in) == uuidPattern.MatchString(p.id)
}

// inWorkspace is the parent of what a workspace contains, by the workspace's id. A key
// that can read the workspace sees all that is in it.
func inWorkspace[T Object](id string) parent[T] {
	return parent[T]{what: "workspace", id: id, seen: func(ctx context.Context, c *Client, _ []T) (string, string, error) {
		if err := c.readWorkspace(ctx, id); err != nil {
			return "", "whether the API key sees its workspace is not known: reading that failed (scope workspaces.read): " + err.Error(), ctx.Err()
		}
		return id, "", nil
	}}
}

// filteredByWorkspace is inWorkspace for nouns with one list for all workspaces.
func filteredByWorkspace[T Object](id string) parent[T] {
	p := inWorkspace[T](id)
	p.query = url.Values{"workspace_id": {id}}
	return p
}

// inOrganisation is the parent of what belongs to the organisation itself.
func inOrganisation[T Object]() parent[T] {
	return parent[T]{what: "organisation", seen: func(ctx context.Context, c *Client, _ []T) (string, string, error) {
		return c.organisationShown(ctx)
	}}
}
