package portkey

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// LongestLag is how far what the API answers may be behind what was written, at
// most: lists and authorisation are cached on the server, for how long is not on
// record. From this age on, absence from a list can prove something.
const LongestLag = time.Hour

// WorkspaceRef is what is remembered of a workspace that the API refuses to show.
type WorkspaceRef struct {
	ID string
	// Name is the display name.
	Name           string
	OrganisationID string
	// CreatedAt is RFC 3339.
	CreatedAt string
}

// Gone is whether something is proven to be gone, and what was seen.
type Gone struct {
	Proven bool
	// Seen is one sentence on what the lists showed.
	Seen string
}

func unproven(format string, args ...any) Gone { return Gone{Seen: fmt.Sprintf(format, args...)} }

// ProveWorkspaceGone looks, after the API refused to show or to write a
// workspace, whether it is gone. A refusal alone says nothing: 403 AB03 answers
// both for what no longer exists and for a key without rights, and 404 is what
// a proxy or a wrong base URL gives. Proof is
//
//   - that it is listed as archived, which is what deleting does; or
//   - that the complete list lacks it, read by a key that sees the organisation
//     it belonged to, when it is neither young nor written by this process.
func (c *Client) ProveWorkspaceGone(ctx context.Context, ref WorkspaceRef) Gone {
	archived, err := c.isArchived(ctx, ref)
	if err != nil {
		return listFailed(err)
	}
	if archived {
		return Gone{Proven: true, Seen: "It is listed as archived."}
	}
	all, err := c.memory.census.get(ctx, c.takeCensus)
	if err != nil {
		return listFailed(err)
	}
	if i := slices.IndexFunc(all.workspaces, ref.is); i >= 0 {
		if all.workspaces[i].Status.Or("") == "archived" {
			return Gone{Proven: true, Seen: "It is listed as archived."}
		}
		return unproven("It is still listed: this key lacks a right to it.")
	}
	if all.home == nil {
		return unproven("It is not listed, but neither is the organisation's default workspace: " +
			"a workspace's own key sees only that workspace.")
	}
	if c.memory.isWritten(ref.ID) {
		return unproven("It is not listed, but it was written by this very run, and lists may be older.")
	}
	return all.provesAbsence(ref)
}

// census is every workspace that a key can see, and whose they are.
type census struct {
	workspaces []Workspace
	answeredAt time.Time
	// home is the organisation's default workspace as it is read on its own, since
	// list items don't tell the organisation; nil where it is not listed. homeErr
	// is why it could not be read.
	home    *Workspace
	homeErr error
}

func (c *Client) takeCensus(ctx context.Context) (census, error) {
	list, err := c.listWorkspaces(ctx, WorkspaceFilter{Status: []string{"active", "archived"}})
	all := census{workspaces: list.items, answeredAt: list.answeredAt}
	i := slices.IndexFunc(list.items, func(w Workspace) bool { return bool(w.IsDefault.Or(false)) })
	if err != nil || i < 0 {
		return all, err
	}
	home, err := c.WorkspaceNow(ctx, list.items[i].ID)
	all.home, all.homeErr = &home, err
	return all, ctx.Err()
}

func (ref WorkspaceRef) is(w Workspace) bool { return w.ID == ref.ID || w.Slug.Or("") == ref.ID }

// isArchived looks among the archived workspaces of its name: one small list, or
// two where its items tell no status.
func (c *Client) isArchived(ctx context.Context, ref WorkspaceRef) (bool, error) {
	if ref.Name == "" { // an empty filter filters nothing; the complete list comes next
		return false, nil
	}
	for _, form := range nameForms("", ref.Name) {
		some, err := c.Workspaces(ctx, WorkspaceFilter{ExactName: form, Status: []string{"archived"}})
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(some, ref.is)
		if i < 0 {
			continue
		}
		// A server that ignores the filter would list the active ones too.
		if status, told := some[i].Status.Get(); told {
			return status == "archived", nil
		}
		// The documentation page's shape has no status. There the filter is shown
		// to work by not listing it as active as well.
		active, err := c.Workspaces(ctx, WorkspaceFilter{ExactName: form, Status: []string{"active"}})
		return err == nil && !slices.ContainsFunc(active, ref.is), err
	}
	return false, nil
}

// provesAbsence judges a census that lacks the workspace.
func (all census) provesAbsence(ref WorkspaceRef) Gone {
	switch organisation := all.home.OrganisationID.Or(""); {
	case all.homeErr != nil:
		return unproven("It is not listed, but which organisation this key sees can't be told: "+
			"reading its default workspace failed (scope workspaces.read): %v.", all.homeErr)
	case organisation == "" || ref.OrganisationID == "":
		return unproven("It is not listed, but whether this key sees its organisation can't be told: an organisation_id is missing.")
	case organisation != ref.OrganisationID:
		return unproven("It is not listed, but this key sees another organisation: %s, where %s is expected.",
			organisation, ref.OrganisationID)
	}
	created, err := time.Parse(time.RFC3339, ref.CreatedAt)
	switch {
	case err != nil || all.answeredAt.IsZero():
		return unproven("It is not listed, but how old it is can't be told, and lists may lack what is younger than an hour.")
	case all.answeredAt.Sub(created) < LongestLag:
		return unproven("It is not listed, but it is younger than an hour, and lists may be older.")
	}
	return Gone{Proven: true, Seen: "The complete list of its organisation lacks it."}
}

func listFailed(err error) Gone {
	if isForbidden(err) {
		return unproven("This key may not list workspaces (scope workspaces.list): %v.", err)
	}
	if IsRefused(err) {
		return unproven("The list of workspaces was not found, which points to a wrong base URL or a proxy: %v.", err)
	}
	return unproven("The list of workspaces could not be read: %v.", err)
}
