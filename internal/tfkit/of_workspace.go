package tfkit

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// OfWorkspace is what a workspace has one of, such as its defaults: a part of the workspace,
// which is there for as long as the workspace is.
type OfWorkspace struct {
	API *portkey.Client
	// ID is that of the workspace.
	ID string
}

// Read reads the workspace. An answer that settled does not accept is asked for again.
func (w OfWorkspace) Read(ctx context.Context, settled func(portkey.Workspace) bool) (portkey.Workspace, error) {
	got, err := portkey.NewWorkspaces(w.API).Get(ctx, w.ID, "")
	if err == nil {
		got, err = portkey.NewWorkspaces(w.API).Settle(ctx, w.ID, got, settled)
	}
	if err == nil {
		err = w.check(got)
	}
	return got, err
}

// Edit is [portkey.Collection.Edit] of the workspace. If the response to a write is lost,
// another read shows whether anything is left to write.
func (w OfWorkspace) Edit(ctx context.Context, plan func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error)) error {
	edit := func(lost error) error {
		_, err := portkey.NewWorkspaces(w.API).Edit(ctx, w.ID, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
			if err := w.check(live); err != nil {
				return nil, err
			}
			bodies, err := plan(live)
			if err == nil && len(bodies) > 0 {
				err = lost
			}
			return bodies, err
		})
		return err
	}
	err := edit(nil)
	if portkey.IsUnknownOutcome(err) && edit(err) == nil {
		return nil
	}
	return err
}

// check is an error for an answer about another workspace.
func (w OfWorkspace) check(got portkey.Workspace) error {
	if got.ID == w.ID || got.Slug.Or("") == w.ID {
		return nil
	}
	return workspaceNoun.OtherObject(w.ID, got.ID)
}

// Prove looks whether what can't be read was deleted with its workspace, in the organisation
// that private state notes.
func (w OfWorkspace) Prove(ctx context.Context, private PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		gone := portkey.NewWorkspaces(w.API).ProveGoneAfter(ctx, err, portkey.Ref{ID: w.ID, Parent: NotedOrganisation(ctx, private)})
		if gone.Proven {
			gone.Seen = "Its workspace was deleted. " + gone.Seen
		}
		return gone
	}
}

// ImportOfWorkspace finds the workspace that an import names, by its id, slug or exact name.
// written is what workspace_id is then.
func ImportOfWorkspace(ctx context.Context, s *Session, n Noun, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (found portkey.Workspace, written types.String, ok bool) {
	if !s.Ready(&resp.Diagnostics) {
		return found, written, false
	}
	ref, ok := ImportReference(ctx, n, req, resp)
	if !ok {
		return found, written, false
	}
	found, err := portkey.NewWorkspaces(s.API).Find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(WorkspaceFindFailedIn(n.Import(), err))
		return found, written, false
	}
	if ref != found.Slug.Or("") { // a name is no workspace_id
		ref = found.ID
	}
	return found, types.StringValue(ref), true
}

// OwnerAttribute is the attribute workspace_id of what a workspace has one of.
func (n Noun) OwnerAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces new " + n.Many + " to be created.",
		Validators:          []validator.String{NotBlank()},
	}
}

// WholeFailed explains why a write of what the API replaces as a whole failed, where the
// reason is that an answer lacked it or was too old; nil for another error.
func (a Act) WholeFailed(err error) diag.Diagnostic {
	if errors.Is(err, portkey.ErrNoDefaults) || errors.Is(err, portkey.ErrNoSecuritySettings) {
		return a.FailedIn(SectionNotPortkey, err, "Nothing was changed.",
			"Check that the API key may read and update the workspace. If it may, this control plane does not return them, and they can't be managed there.")
	}
	if errors.As(err, new(*portkey.StaleError)) {
		return a.FailedIn(SectionForeign, err, "Nothing was changed: they can only be written whole, and what was changed since might be lost. Apply again later.")
	}
	return nil
}
