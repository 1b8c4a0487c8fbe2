package member

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// orgRoleOfInvited is the role in the organisation that an invite gives.
const orgRoleOfInvited = "member"

// invitation is the body that invites the user of m to the workspace.
func (m model) invitation(workspaceID string) portkey.InviteCreate {
	return portkey.InviteCreate{
		Email: m.Email.ValueString(), Role: orgRoleOfInvited,
		Workspaces: []portkey.InviteWorkspace{{ID: workspaceID, Role: m.role()}},
	}
}

// says reports whether an invite says what m would send, and nothing else.
func (m model) says(invite portkey.Invite, workspaceID string) bool {
	seats := invite.Workspaces.Or(nil)
	return invite.Role.Or("") == orgRoleOfInvited && len(seats) == 1 && seats[0] == portkey.InviteSeat{WorkspaceID: workspaceID, Role: m.role()}
}

// invite invites somebody to the organisation and the workspace, unless a pending invite
// says the same.
func (r *Resource) invite(ctx context.Context, plan model, workspaceID string, diags *diag.Diagnostics) (model, bool) {
	api := r.Session.API
	pending, found, err := api.InviteOf(ctx, plan.Email.ValueString())
	switch {
	case err != nil && !portkey.IsRefused(err):
		diags.Append(invites.List().Failed(err))
		return plan, false
	case found && pending.IsPending() && plan.says(pending, workspaceID):
		diags.AddWarning("Invite adopted", "There was a pending invite that says the same, and it was adopted: "+pending.ID.Or("")+". Nothing was sent.")
		return plan.invited(pending, workspaceID), true
	case found && pending.IsPending():
		diags.Append(otherInvite(plan, pending))
		return plan, false
	}
	if found && pending.Status.Or("") == "accepted" {
		diags.Append(wasUser(plan, pending))
	}
	creation, err := portkey.NewInvites(api).PrepareCreate(ctx, func(time.Time) portkey.InviteCreate { return plan.invitation(workspaceID) }, false)
	if err != nil {
		diags.Append(invites.CreateFailed(err))
		return plan, false
	}
	sent, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		sent, err = creation.Find(ctx, func(seen portkey.Invite) bool {
			return !seen.Workspaces.IsPresent() || plan.says(seen, workspaceID) // not every answer has them
		})
		if err == nil {
			diags.AddWarning(invites.Adopted(), invites.AdoptedDetail(sent.ID.Or(""), plan.Email.ValueString()))
		}
	}
	if err != nil {
		diags.Append(invites.CreateFailed(err))
		return plan, false
	}
	state := plan.invited(sent, workspaceID)
	state.CreatedAt = tfkit.OrPrior(portkey.NewInvites(api).ReadBack(ctx, sent.ID.Or(""), "").CreatedAt, state.CreatedAt)
	return state, true
}

// readInvited is the state of somebody who was invited, and may be a member by now; false
// where the invite was cancelled or has expired, or where who accepted it is no member
// any more.
func (r *Resource) readInvited(ctx context.Context, state model, workspaceID string, diags *diag.Diagnostics) (model, bool) {
	api := r.Session.API
	members, err := portkey.NewMembers(api, workspaceID).List(ctx, nil)
	if err != nil {
		prove := func(err error) portkey.Gone {
			return portkey.NewMembers(api, workspaceID).ProveGoneAfter(ctx, err, portkey.Ref{ID: portkey.Address(state.Email.ValueString()), Parent: workspaceID})
		}
		return state, !noun.Gone(noun.Read(), err, prove, diags)
	}
	if member, is := state.among(members); is {
		return state.accepted(member, workspaceID), true
	}
	invite, err := portkey.NewInvites(api).Get(ctx, state.InviteID.ValueString(), "")
	switch {
	case err != nil:
		return state, !invites.Gone(invites.Read(), err, r.proveInvite(ctx, state, workspaceID), diags)
	case invite.IsPending():
		return state.invited(invite, workspaceID), true
	default: // who accepted it a moment ago may not be listed yet
		return state, invite.Status.Or("") == "accepted" && tfkit.IsRecent(invite.AcceptedAt.Or(""), api.Now())
	}
}

// among is the member of the address of m.
func (m model) among(members []portkey.Member) (portkey.Member, bool) {
	for _, one := range members {
		if portkey.Address(one.Email.Or("")) == portkey.Address(m.Email.ValueString()) {
			return one, true
		}
	}
	return portkey.Member{}, false
}

// accepted is the state of the member whom an invite has brought.
func (m model) accepted(member portkey.Member, workspaceID string) model {
	m.CreatedAt, m.LastUpdatedAt = types.StringNull(), types.StringNull() // those of the invite
	return m.take(member, workspaceID)
}

// proveInvite looks whether an invite that the API refuses to return was deleted. It is in
// the organisation of the workspace.
func (r *Resource) proveInvite(ctx context.Context, state model, workspaceID string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		home, readErr := portkey.NewWorkspaces(r.Session.API).Get(ctx, workspaceID, "")
		if readErr != nil {
			home = portkey.Workspace{}
		}
		return portkey.NewInvites(r.Session.API).ProveGoneAfter(ctx, err, portkey.Ref{
			ID: state.InviteID.ValueString(), Parent: home.OrganisationID.Or(""), CreatedAt: state.CreatedAt.ValueString(),
		})
	}
}

// cancel cancels a pending invite. It reports true, with the user in the state, where it was
// accepted before: then the member is to be removed.
func (r *Resource) cancel(ctx context.Context, state model, workspaceID string, diags *diag.Diagnostics) (model, bool) {
	api, id := r.Session.API, state.InviteID.ValueString()
	invite, err := portkey.NewInvites(api).GetUncached(ctx, id)
	if err == nil && invite.IsPending() {
		if err = portkey.NewInvites(api).Delete(ctx, id, nil); err == nil {
			return state, false
		}
		if again, readErr := portkey.NewInvites(api).GetUncached(ctx, id); portkey.IsInvalid(err) && readErr == nil && !again.IsPending() {
			invite, err = again, nil // accepted or expired a moment before
		}
	}
	switch {
	case err != nil:
		invites.Gone(invites.Destroy(), err, r.proveInvite(ctx, state, workspaceID), diags)
		return state, false
	case invite.Status.Or("") != "accepted":
		return state, false
	}
	// A list that was read before does not have who accepted since.
	user, err := portkey.NewUsers(api).FindByName(ctx, portkey.Address(state.Email.ValueString()))
	switch {
	case err == nil:
		state.UserID = types.StringValue(user.ID.Or(""))
		return state, true
	case !isAbsent(err):
		diags.Append(noun.Destroy().Failed(err))
	}
	return state, false
}
