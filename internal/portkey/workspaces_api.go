package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

var workspacesPath = []string{"admin", "workspaces"}

func workspacePath(id string) []string { return append(slices.Clone(workspacesPath), id) }

// Workspace reads one workspace, by its id or slug: from a list that several
// reads share, where that tells it no older than updatedAt (RFC 3339, "" for any
// age). See snapshot for how old such a list can be.
func (c *Client) Workspace(ctx context.Context, id, updatedAt string) (Workspace, error) {
	known, _ := time.Parse(time.RFC3339, updatedAt)
	fresh := func(w Workspace) bool {
		told, err := time.Parse(time.RFC3339, w.LastUpdatedAt.Or(""))
		return updatedAt == "" || err == nil && !told.Before(known)
	}
	return c.workspaces.get(ctx, c, id, fresh, func(ctx context.Context) (Workspace, error) { return c.WorkspaceNow(ctx, id) })
}

func workspaceIDs(w Workspace) []string { return []string{w.ID, w.Slug.Or(w.ID)} }

// completeWorkspace adds to a list item what only the single read tells: the
// organisation, which is one for all that a key sees. What is archived is read
// on its own, which is refused.
func completeWorkspace(item, alone Workspace) (Workspace, bool) {
	item.OrganisationID = alone.OrganisationID
	return item, item.ID != "" && item.Slug.Told() && item.Name.Told() && item.Icon.Told() && item.Description.Told() &&
		item.Defaults.Told() && item.UsageLimits.Told() && item.RateLimits.Told() &&
		item.CreatedAt.Told() && item.LastUpdatedAt.Told() && item.IsDefault.Told() && item.Status.Or("active") == "active"
}

// WorkspaceNow reads one workspace by a request of its own, as must be done
// before it is written or deleted.
func (c *Client) WorkspaceNow(ctx context.Context, id string) (Workspace, error) {
	var got Workspace
	answer, err := c.get(ctx, workspacePath(id), nil, &got)
	if err != nil {
		return Workspace{}, err
	}
	if got.ID == "" {
		return Workspace{}, withoutID(http.MethodGet, workspacePath(id), answer)
	}
	got.AnsweredAt = answer.answeredAt
	return got, nil
}

// withoutID is the error for an answer that decodes and is still none: every
// shape of an object on record holds its id.
func withoutID(method string, path []string, a answer) *Error {
	return &Error{
		Method: method, Path: "/" + strings.Join(path, "/"), Status: a.status,
		Message: "the answer holds nothing that was asked for: it has no id", RequestID: requestID(a.header), Attempts: 1,
	}
}

// WorkspaceFilter narrows a list of workspaces; what is empty does not.
type WorkspaceFilter struct {
	// Name is what names contain, in this case of letters.
	Name string
	// ExactName is the whole name. Whether the API compares it with the display
	// or the plain form is not on record: compare the answer again.
	ExactName string
	// Status holds active, archived or both. The API's default is active;
	// archived ones are shown to owners and administrators only.
	Status []string
}

func (f WorkspaceFilter) query() url.Values {
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

// Workspaces lists workspaces, newest first: every one of them, or an error.
func (c *Client) Workspaces(ctx context.Context, filter WorkspaceFilter) ([]Workspace, error) {
	if len(filter.query()) > 0 {
		all, err := c.listWorkspaces(ctx, filter)
		return all.items, err
	}
	all, err := c.workspaces.list(ctx, c, func() (listOf[Workspace], error) { return c.listWorkspaces(ctx, filter) })
	return all.items, err
}

func (c *Client) listWorkspaces(ctx context.Context, filter WorkspaceFilter) (listOf[Workspace], error) {
	all, err := walk(ctx, c, workspacesPath, filter.query(), func(w Workspace) string { return w.ID })
	for i := range all.items {
		all.items[i].AnsweredAt = all.answeredAt
	}
	if err == nil && filter.ExactName != "" {
		err = namesTold(all.items)
	}
	return all, err
}

// namesTold refuses a list that lacks names: what bears one can't be told then,
// and none would pass for free.
func namesTold(all []Workspace) error {
	if slices.ContainsFunc(all, func(w Workspace) bool { return w.Name.Or("") == "" }) {
		return errors.New("list /admin/workspaces: the answer does not tell the names of workspaces")
	}
	return nil
}

// EditWorkspace changes a workspace. plan gets the workspace as it is and says
// the bodies to PUT, in order; none sends nothing. Where it returns [ErrStale], it
// is asked again with a later read, three times at most. No other edit of the same
// workspace runs in this process meanwhile. It returns the workspace as told after
// the writes, which may be as it was before them or as somebody else has made it
// since, or the zero value where it could not be read: the control plane is
// eventually consistent, so the success of a write does not hang on that.
func (c *Client) EditWorkspace(ctx context.Context, id string, plan func(live Workspace) ([]WorkspaceUpdate, error)) (Workspace, error) {
	unlock, err := c.memory.lock(ctx, id)
	if err != nil {
		return Workspace{}, err
	}
	defer unlock()
	live, bodies, err := c.planEdit(ctx, id, plan)
	if err != nil {
		return Workspace{}, err
	}
	if len(bodies) == 0 {
		return live, nil
	}
	for i, body := range bodies {
		c.memory.wrote(id)
		err := c.putWorkspace(ctx, id, body)
		if err != nil && i > 0 {
			err = fmt.Errorf("a part of the change was written (%d of %d requests): %w", i, len(bodies), err)
		}
		if err != nil {
			return Workspace{}, err
		}
	}
	return c.settled(ctx, id, live.LastUpdatedAt.Or("")), nil
}

// ErrStale is what the plan of an edit returns for a workspace that it knows to
// have changed since: it is read again.
var ErrStale = errors.New("the answer is older than what is known")

// readsOfOld is how often what is old is read, in all.
const readsOfOld = 3

func (c *Client) planEdit(ctx context.Context, id string, plan func(Workspace) ([]WorkspaceUpdate, error)) (Workspace, []WorkspaceUpdate, error) {
	for attempt := 1; ; attempt++ {
		live, err := c.WorkspaceNow(ctx, id)
		if err != nil {
			return live, nil, err
		}
		bodies, err := plan(live)
		if !errors.Is(err, ErrStale) || attempt == readsOfOld || c.sleep(ctx, c.cfg.Waits.WriteSettle, "an old answer is asked again") != nil {
			return live, bodies, err
		}
	}
}

func (c *Client) putWorkspace(ctx context.Context, id string, body WorkspaceUpdate) error {
	open, cancel := c.detach(ctx)
	defer cancel()
	_, err := c.do(open, request{method: http.MethodPut, path: workspacePath(id), body: body, caller: ctx})
	return err
}

// settled reads a workspace until its last_updated_at differs from before, three
// times at the most, and returns what told one last.
func (c *Client) settled(ctx context.Context, id, before string) Workspace {
	var told Workspace
	for attempt := range readsOfOld {
		if attempt > 0 && c.sleep(ctx, c.cfg.Waits.WriteSettle, "a write is read back") != nil {
			break
		}
		live, err := c.WorkspaceNow(ctx, id)
		if err != nil || live.LastUpdatedAt.Or("") == "" {
			continue
		}
		told = live
		if told.LastUpdatedAt.Or("") != before {
			break
		}
	}
	return told
}

// DeleteWorkspace deletes (the API archives) a workspace. The API wants its
// name, as it is at this moment, as a confirmation.
func (c *Client) DeleteWorkspace(ctx context.Context, id, name string) error {
	open, cancel := c.detach(ctx)
	defer cancel()
	c.memory.wrote(id)
	body := map[string]string{"name": name}
	_, err := c.do(open, request{method: http.MethodDelete, path: workspacePath(id), body: body, caller: ctx})
	return err
}
