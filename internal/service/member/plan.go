package member

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// roleMember is the role in a workspace that administers nothing.
const roleMember = "member"

// ModifyPlan plans a replacement for another workspace, another user, and another role of
// an invite; and no change of a role that the organisation decides on. It warns of a
// workspace that loses its last admin or manager.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.warnOfLastAdmin(ctx, state, &resp.Diagnostics)
		return
	}
	r.warnOfSet(ctx, req, resp)
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	people.PlanUser(ctx, r.Session, req, resp)
	var role types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("role"), &role)...)
	if resp.Diagnostics.HasError() {
		return
	}
	isReplaced := len(resp.RequiresReplace) > 0
	changed := role.ValueString() != tfkit.Text(state.Role)
	switch {
	case isReplaced && (resp.RequiresReplace.Contains(path.Root("workspace_id")) || role.ValueString() == roleMember):
		r.warnOfLastAdmin(ctx, state, &resp.Diagnostics)
		return
	case isReplaced:
		return
	case changed && state.isInvited():
		resp.RequiresReplace.Append(path.Root("role"))
		return
	case role.IsUnknown():
		return
	case changed && state.isLed():
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("role"), state.Role)...)
		changed = false
	case role.ValueString() == roleMember && r.Session.IsPlanning(state.ID.ValueString()):
		r.warnOfLastAdmin(ctx, state, &resp.Diagnostics)
	}
	people.WarnOfRole(path.Root("role"), state.user().Ref(), state.OrgRole.ValueString(), role.ValueString(), &resp.Diagnostics)
	if !changed {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
}

// warnOfSet warns of a workspace whose members are also managed as a whole.
func (r *Resource) warnOfSet(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var workspace types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	if !workspace.IsUnknown() && r.Session != nil && r.Session.API != nil {
		people.WarnOfBoth(r.Session, r.Session.KnownWorkspaceID(ctx, workspace), noun.Type, &resp.Diagnostics)
	}
}

// warnOfLastAdmin warns where the member of the state is the last admin or manager of the
// workspace, whom a plan removes or makes a member.
func (r *Resource) warnOfLastAdmin(ctx context.Context, state model, diags *diag.Diagnostics) {
	if state.isInvited() || state.isLed() || state.role() == roleMember {
		return
	}
	workspaceID, _, _ := strings.Cut(state.ID.ValueString(), "/")
	people.WarnOfLastAdmin(ctx, r.Session, workspaceID, func(one portkey.Member) bool {
		return strings.EqualFold(one.ID.Or(""), state.UserID.ValueString())
	}, diags)
}
