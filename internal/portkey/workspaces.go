package portkey

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Workspaces are the workspaces of the organisation that the key belongs to.
type Workspaces = Collection[Workspace, WorkspaceCreate, WorkspaceUpdate]

// WorkspaceWords are what messages call workspaces.
var WorkspaceWords = Words{One: "workspace", Many: "workspaces", Scopes: "workspaces"}

// NewWorkspaces opens them.
func NewWorkspaces(c *Client) *Workspaces {
	return collect[Workspace, WorkspaceCreate, WorkspaceUpdate](c, noun[Workspace]{
		Words:      WorkspaceWords,
		path:       workspacesPath,
		parent:     parent[Workspace]{what: "organisation", seen: organisationSeen},
		nameFilter: "exact_name", // compared with the displayed or the plain form: not on record
		nameForms:  func(name string) []string { return nameForms("", name) },
		// Deleting archives; archived ones are shown to owners and administrators only.
		statuses: "active,archived",
		complete: completeWorkspace,
	})
}

var workspacesPath = []string{"admin", "workspaces"}

func (w Workspace) facts() facts {
	known := facts{slug: w.Slug.Or(w.ID), createdAt: w.CreatedAt.Or(""), updatedAt: w.LastUpdatedAt.Or(""), status: w.Status}
	if w.ID != "" {
		known.ids = []string{w.ID, w.Slug.Or(w.ID)}
	}
	if name, ok := w.Name.Get(); ok { // which may be empty
		known.names = []string{w.Display(), PlainName(w.Icon.Or(""), name)}
	}
	return known
}

// Composed is the workspace with the texts that Terraform manages composed, for
// comparisons with what Terraform has.
func (w Workspace) Composed() Workspace {
	for _, text := range []*Opt[string]{&w.Name, &w.Icon, &w.Description} {
		if value, ok := text.Get(); ok {
			*text = Some(Composed(value))
		}
	}
	if stored, ok := w.Defaults.Get(); ok {
		stored.Metadata = composedMap(stored.Metadata)
		w.Defaults = Some(stored)
	}
	return w
}

func (w WorkspaceCreate) identity() identity {
	return identity{name: DisplayName(w.Icon, w.Name), forms: nameForms(w.Icon, w.Name)}
}

// completeWorkspace adds to a list item what only the single read returns: the
// organisation, which is one for all that a key sees. What is archived is read
// on its own, which is rejected.
func completeWorkspace(item, read Workspace) (Workspace, bool) {
	item.OrganisationID = read.OrganisationID
	return item, item.ID != "" && item.Slug.IsPresent() && item.Name.IsPresent() && item.Icon.IsPresent() && item.Description.IsPresent() &&
		item.Defaults.IsPresent() && item.UsageLimits.IsPresent() && item.RateLimits.IsPresent() &&
		item.CreatedAt.IsPresent() && item.LastUpdatedAt.IsPresent() && item.IsDefault.IsPresent() &&
		(item.SecuritySettings.IsPresent() || !read.SecuritySettings.IsPresent()) && item.Status.Or("active") == "active"
}

// organisationSeen reads the organisation from its default workspace, which every key
// of an organisation sees, since list items lack it.
func organisationSeen(ctx context.Context, c *Client, listed []Workspace) (id, unseen string, err error) {
	for _, w := range listed {
		if !bool(w.IsDefault.Or(false)) {
			continue
		}
		read, err := NewWorkspaces(c).GetUncached(ctx, w.ID)
		if err != nil {
			return "", "which organisation the API key belongs to is not known: reading its default workspace failed (scope workspaces.read): " + err.Error(), ctx.Err()
		}
		return read.OrganisationID.Or(""), "", ctx.Err()
	}
	return "", "neither is the organisation's default workspace: a workspace's own key sees only that workspace", nil
}

// proveWorkspaceGone looks whether a workspace was deleted.
func (c *Client) proveWorkspaceGone(ctx context.Context, id string) Gone {
	return NewWorkspaces(c).ProveGone(ctx, Ref{ID: id})
}

// readWorkspace returns why the key cannot read a workspace, nil if it can.
func (c *Client) readWorkspace(ctx context.Context, id string) error {
	_, err := NewWorkspaces(c).GetUncached(ctx, id)
	return err
}

// organisationShown is the organisation that the list of workspaces shows, or why it is not
// known whether the list is complete.
func (c *Client) organisationShown(ctx context.Context) (id, unseen string, err error) {
	all, err := NewWorkspaces(c).census(ctx)
	return all.parent, all.unseen, err
}

// OrganisationID is the id of the organisation that the key belongs to, by the first
// workspace that it lists: nothing else returns it.
func (c *Client) OrganisationID(ctx context.Context) (string, error) {
	first, _, err := readPage[Workspace](ctx, c, workspacesPath, nil, pageParameters{}, 0)
	if err != nil || len(first.items) == 0 {
		return "", err
	}
	read, err := NewWorkspaces(c).GetUncached(ctx, first.items[0].ID)
	return read.OrganisationID.Or(""), err
}

// OnlyWorkspaceID is the id of the only workspace that the client's key sees, as the key of
// a workspace sees its own; "" if there are several, or if that is not known.
func (c *Client) OnlyWorkspaceID(ctx context.Context) string {
	first, _, err := readPage[Workspace](ctx, c, workspacesPath, nil, pageParameters{}, 0)
	if err != nil || len(first.items) != 1 {
		return ""
	}
	return first.items[0].ID
}

// WorkspaceFilter narrows a list of workspaces; what is empty does not.
type WorkspaceFilter struct {
	// Name is what names contain, in this case of letters.
	Name string
	// ExactName is the whole name. Whether the API compares it with the displayed
	// or the plain form is not on record.
	ExactName string
	// Status contains active, archived or both. The API's default is active;
	// archived ones are shown to owners and administrators only.
	Status []string
}

// FilterWorkspaces lists the workspaces that a filter leaves, by the API and compared
// again: a control plane ignores the parameters that it does not know.
func (c *Client) FilterWorkspaces(ctx context.Context, f WorkspaceFilter) ([]Workspace, error) {
	listed, err := NewWorkspaces(c).List(ctx, f.query())
	if err == nil && (f.Name != "" || f.ExactName != "") {
		err = NewWorkspaces(c).checkNames(listed)
	}
	if err != nil {
		return nil, err
	}
	var left []Workspace
	for _, w := range listed {
		if f.admits(w) {
			left = append(left, w)
		}
	}
	return left, nil
}

// admits reports whether a workspace is what the filter leaves. Where an answer lacks
// the status, it is left.
func (f WorkspaceFilter) admits(w Workspace) bool {
	contains := func(name string) bool { return strings.Contains(Composed(name), Composed(f.Name)) }
	statuses := f.Status
	if len(statuses) == 0 {
		statuses = []string{"active"}
	}
	status := w.Status.Or("")
	return (f.Name == "" || slices.ContainsFunc(w.facts().names, contains)) &&
		(f.ExactName == "" || w.facts().hasName(f.ExactName)) &&
		(status == "" || slices.Contains(statuses, status))
}

// query is the filter as [Collection.List] takes it. The API may compare bytes, so a
// name that can be stored in several ways is looked for in the whole list.
func (f WorkspaceFilter) query() url.Values {
	if hasSpellings(f.Name) {
		f.Name = ""
	}
	if hasSpellings(f.ExactName) {
		f.ExactName = ""
	}
	query := url.Values{}
	for name, value := range map[string]string{
		"name":       f.Name,
		"exact_name": f.ExactName,
		"status":     strings.Join(f.Status, ","),
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// WorkspaceID is the id of the workspace that an id or a slug names. A UUID is taken
// for the id without asking; a slug is looked up once, since neither ever changes. The
// error is a *NotFoundError where there is no such workspace.
func (c *Client) WorkspaceID(ctx context.Context, ref string) (string, error) {
	if uuidPattern.MatchString(ref) {
		return ref, nil
	}
	known := func() string {
		c.keyState.mu.Lock()
		defer c.keyState.mu.Unlock()
		return c.workspaceIDs[ref]
	}
	if id := known(); id != "" {
		return id, nil
	}
	if err := c.lookup.acquire(ctx); err != nil {
		return "", err
	}
	defer c.lookup.release()
	if id := known(); id != "" {
		return id, nil
	}
	got, err := NewWorkspaces(c).FindBySlug(ctx, ref)
	if err != nil {
		return "", err
	}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	c.workspaceIDs[ref] = got.ID
	return got.ID, nil
}

// DeleteWorkspace deletes (the API archives) a workspace. The API wants its name, as
// it is at this moment, as a confirmation.
func (c *Client) DeleteWorkspace(ctx context.Context, id, name string) error {
	return NewWorkspaces(c).Delete(ctx, id, map[string]string{"name": name})
}

// nameForms is a display name and, where that is another, the plain name in
// it. Without a known icon, a first word that could be one is taken for it: the
// API takes an emoji at the head of a name for the icon.
func nameForms(icon, name string) []string {
	display, plain := DisplayName(icon, name), PlainName(icon, name)
	if icon == "" {
		if head, rest, ok := strings.Cut(name, " "); ok && couldBeIcon(head) {
			plain = strings.TrimLeft(rest, " ")
		}
	}
	if plain == display || plain == "" {
		return []string{display}
	}
	return []string{display, plain}
}

// couldBeIcon reports whether the first word of a name could be an emoji: it
// needs no list of them, since names are compared as they are displayed.
func couldBeIcon(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return first >= utf8.RuneSelf && !unicode.IsLetter(first) && !unicode.IsDigit(first)
}
