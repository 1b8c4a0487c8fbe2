package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// AccessRow is where the row of a workspace is, in the list of an integration of any kind. U
// is what a PUT says of a row.
type AccessRow[U any] struct {
	API  *portkey.Client
	Rows *portkey.Rows[portkey.IntegrationWorkspaces, U]
	// Integration is what paths name the integration by, ProveIntegration looks whether it
	// was deleted.
	Integration      string
	ProveIntegration func(ctx context.Context, ref portkey.Ref) portkey.Gone
	WorkspaceID      string
}

// FoundRow is a row of a list, or that there is none.
type FoundRow struct {
	portkey.IntegrationAccess
	There bool
}

// IsEnabled reports whether there is a row that is enabled.
func (r FoundRow) IsEnabled() bool { return r.There && r.IntegrationAccess.IsEnabled() }

// In is the row in a list. The list may have the slugs of workspaces: then that of this one
// is looked up.
func (p AccessRow[U]) In(ctx context.Context, list portkey.IntegrationWorkspaces) (FoundRow, error) {
	slug, err := p.API.SlugFor(ctx, list, p.WorkspaceID)
	if err != nil && !portkey.IsRefused(err) {
		return FoundRow{}, err
	}
	found, there := list.Of(p.WorkspaceID, slug)
	return FoundRow{found, there}, nil
}

// Read reads the row of a state. One in doubt is read again.
func (p AccessRow[U]) Read(ctx context.Context, judge func(portkey.IntegrationAccess) Finding) (FoundRow, Finding, error) {
	list, err := p.Rows.List(ctx)
	if err != nil {
		return FoundRow{}, Current, err
	}
	var got FoundRow
	var rowErr error
	finding := Current
	_, err = p.Rows.Settle(ctx, list, func(list portkey.IntegrationWorkspaces) bool {
		got, rowErr = p.In(ctx, list)
		if rowErr == nil && got.There {
			finding = judge(got.IntegrationAccess)
		}
		return finding != Doubtful
	})
	if err == nil {
		err = rowErr
	}
	return got, finding, err
}

// Prove looks whether access that can't be read was removed with its integration or its
// workspace.
func (p AccessRow[U]) Prove(ctx context.Context, createdAt types.String) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if p.Rows.IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		home, refusal := portkey.NewWorkspaces(p.API).Get(ctx, p.WorkspaceID, "")
		if portkey.IsRefused(refusal) {
			if gone := portkey.NewWorkspaces(p.API).ProveGone(ctx, portkey.Ref{ID: p.WorkspaceID}); gone.Proven {
				gone.Seen = "Its workspace was deleted. " + gone.Seen
				return gone
			}
		}
		gone := p.ProveIntegration(ctx, portkey.Ref{
			ID: p.Integration, Parent: home.OrganisationID.Or(""), CreatedAt: createdAt.ValueString(),
		})
		if gone.Proven {
			gone.Seen = "Its integration was deleted. " + gone.Seen
		}
		return gone
	}
}

// ProveAbsent looks whether access was removed that a list of the integration lacks: by a
// key that sees the workspace, and unless the row is young.
func (p AccessRow[U]) ProveAbsent(ctx context.Context, createdAt types.String, writes OwnWrites) portkey.Gone {
	if _, err := portkey.NewWorkspaces(p.API).GetUncached(ctx, p.WorkspaceID); err != nil {
		gone := portkey.NewWorkspaces(p.API).ProveGone(ctx, portkey.Ref{ID: p.WorkspaceID})
		if gone.Proven {
			gone.Seen = "Its workspace was deleted. " + gone.Seen
			return gone
		}
		return portkey.Gone{Elsewhere: true, Seen: "The integration does not list the workspace, which the API key can't read."}
	}
	return writes.AbsentRow(createdAt, p.API.Now(), "The integration does not list the workspace", "the access")
}
