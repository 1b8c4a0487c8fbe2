package member

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes workspace/user: the workspace by its id, slug or name, the user by id or
// e-mail address. Who was invited to the workspace by an invite that is pending, and says
// nothing else, is imported as invited.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	at := strings.LastIndex(ref, "/")
	if at <= 0 || at == len(ref)-1 {
		resp.Diagnostics.Append(notImported(ref, "does not name a workspace and a user"))
		return
	}
	in, who := ref[:at], people.UserOf(ref[at+1:])
	home, err := portkey.NewWorkspaces(r.Session.API).Find(ctx, in)
	if isAbsent(err) {
		resp.Diagnostics.Append(notImported(ref, "names no workspace that is visible to this API key"))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	if in != home.Slug.Or("") { // a name is no workspace_id
		in = home.ID
	}
	state, err := r.imported(ctx, who, home.ID)
	switch {
	case isAbsent(err):
		resp.Diagnostics.Append(notImported(ref, "names a user who is neither a member of the workspace nor invited to it"))
		return
	case err != nil:
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	for name, value := range map[string]types.String{
		"id": state.ID, "workspace_id": types.StringValue(in), "user_id": state.UserID, "email": state.Email,
		"status": state.Status, "invite_id": state.InviteID,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	if state.isInvited() { // an invite is not read for its role
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("role"), state.Role)...)
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// imported is the member of a workspace, or who was invited to it.
func (r *Resource) imported(ctx context.Context, who people.User, workspaceID string) (model, error) {
	found, err := portkey.NewMembers(r.Session.API, workspaceID).Find(ctx, who.Ref())
	if err == nil {
		return model{}.take(found, workspaceID), nil
	}
	email := who.Email.ValueString()
	if !isAbsent(err) || email == "" {
		return model{}, err
	}
	invite, invited, inviteErr := r.Session.API.InviteOf(ctx, email)
	if inviteErr != nil || !invited || !invite.IsPending() {
		return model{}, err
	}
	for _, seat := range invite.Workspaces.Or(nil) {
		m := model{}
		m.Email, m.Role = types.StringValue(email), (*string)(&seat.Role)
		if m.says(invite, workspaceID) {
			return m.invited(invite, workspaceID), nil
		}
	}
	return model{}, err
}

// isAbsent reports whether an error says that there is nothing of the name.
func isAbsent(err error) bool {
	var missing *portkey.NotFoundError
	return errors.As(err, &missing) && !missing.ListRefused
}
