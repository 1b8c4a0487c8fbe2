package members

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan names who is removed, and refuses what can't be done or is rarely meant.
//
// Terraform plans a change once more when it applies it, in a process of its own, and
// accepts no other removed_members then. So those of an update follow from the state,
// which has everybody whom the refresh found, and only those of a create from the list
// of members.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	isUpdate := !req.State.Raw.IsNull()
	if isUpdate {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.warnOfLastAdmin(ctx, state, &resp.Diagnostics)
		return
	}
	if isUpdate {
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
	if len(resp.RequiresReplace) > 0 {
		r.warnOfLastAdmin(ctx, state, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || r.Session == nil || r.Session.API == nil {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	live, ok := r.liveAtPlan(ctx, &plan, state, &resp.Diagnostics)
	if !ok {
		return
	}
	live = readWrites(ctx, r.Session.API.Now(), req.Private).corrected(live)
	outgoing := state.roles() // who is removed unless the plan has them
	if !isUpdate {
		outgoing = map[string]string{}
		for _, one := range live {
			if !leads(one) {
				outgoing[nameOf(one)] = string(one.Role.Or(""))
			}
		}
	}
	removed := r.planMembers(ctx, plan, outgoing, live, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if isUpdate && maps.Equal(plan.roles(), state.roles()) {
		plan.RemovedMembers = state.RemovedMembers
	} else {
		plan.RemovedMembers = names(removed)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// liveAtPlan are the members as all plans of a run share them, and gives the plan the ID
// of the workspace. There are none where that is not known yet.
func (r *Resource) liveAtPlan(ctx context.Context, plan *model, state model, diags *diag.Diagnostics) ([]portkey.Member, bool) {
	id := state.ID.ValueString()
	if id == "" && !plan.WorkspaceID.IsUnknown() {
		var ok bool
		if id, ok = r.Session.WorkspaceID(ctx, plan.WorkspaceID, diags); !ok {
			return nil, false
		}
	}
	if id == "" {
		return nil, true
	}
	plan.ID = types.StringValue(id)
	people.WarnOfBoth(r.Session, id, noun.Type, diags)
	live, err := portkey.NewMembers(r.Session.API, id).List(ctx, nil)
	if err != nil {
		diags.Append(unlisted(planAct(), err, portkey.Gone{}))
	}
	return live, err == nil
}

// planMembers checks the members of a plan, and returns who of outgoing is removed, by
// name and in order.
func (r *Resource) planMembers(ctx context.Context, plan model, outgoing map[string]string, live []portkey.Member, diags *diag.Diagnostics) []string {
	leaving, failed := seats(ctx, r.Session.API, outgoing, live)
	if failed != nil {
		diags.Append(lookupFailed(planAct(), failed))
		return nil
	}
	leaving = slices.DeleteFunc(leaving, seat.overridden)
	if plan.Members.IsUnknown() {
		if len(leaving) > 0 {
			diags.Append(unnamed(planAct()))
		}
		return nil
	}
	staying, failed := seats(ctx, r.Session.API, plan.roles(), live)
	if failed != nil {
		diags.Append(lookupFailed(planAct(), failed))
		return nil
	}
	r.checkSeats(ctx, plan, staying, diags)
	var removed []string
	for _, one := range leaving {
		if !has(staying, one) {
			removed = append(removed, one.key)
		}
	}
	if plan.AllowNoAdmin.IsNull() || !plan.AllowNoAdmin.IsUnknown() && !plan.AllowNoAdmin.ValueBool() {
		if lost := lostAdmins(live, staying); len(lost) > 0 {
			diags.Append(noAdmin(planAct(), lost))
		}
	}
	return removed
}

// checkSeats warns of roles without effect, and refuses two keys of one user and keys of
// nobody.
func (r *Resource) checkSeats(ctx context.Context, plan model, all []seat, diags *diag.Diagnostics) {
	invites := &pending{api: r.Session.API}
	var nobody []seat
	for i, one := range all {
		if one.role != "" {
			people.WarnOfRole(one.at(), one.key, one.orgRole, one.role, diags)
		}
		if first := slices.IndexFunc(all[:i], func(other seat) bool { return one.id != "" && other.id == one.id }); first >= 0 {
			diags.Append(twice(planAct(), all[first], one))
		}
		isAddress := !people.UserOf(one.key).Email.IsNull()
		switch {
		case one.id != "" || isAddress && plan.WhenUnknown.IsUnknown():
		case !isAddress || plan.WhenUnknown.ValueString() != invite:
			nobody = append(nobody, one)
		case one.role != "" && !plan.ID.IsUnknown(): // an invite for a new workspace can't be pending
			sent, there, err := invites.of(ctx, one.key)
			if err != nil {
				diags.Append(atSeat(one, inviteNoun.List().Failed(err)))
			} else if role, here, alone := seatIn(sent, plan.ID.ValueString(), one.role); there && (!here || role != one.role && !alone) {
				diags.Append(otherInvite(planAct(), one))
			}
		}
	}
	if len(nobody) > 0 {
		diags.Append(unknown(planAct(), nobody))
	}
}

// lostAdmins are the admins and managers of now, where none of those who stay is one.
func lostAdmins(live []portkey.Member, staying []seat) []string {
	if slices.ContainsFunc(staying, seat.isAdmin) {
		return nil
	}
	var lost []string
	for _, one := range live {
		if people.Administers(one) {
			lost = append(lost, nameOf(one))
		}
	}
	slices.Sort(lost)
	return lost
}

// warnOfLastAdmin warns of a destroy that removes the last admins and managers of a
// workspace, unless that was allowed when the state was applied.
func (r *Resource) warnOfLastAdmin(ctx context.Context, state model, diags *diag.Diagnostics) {
	roles := state.roles()
	if state.AllowNoAdmin.ValueBool() || !slices.ContainsFunc(slices.Collect(maps.Values(roles)), func(role string) bool { return role != "member" }) {
		return
	}
	people.WarnOfLastAdmin(ctx, r.Session, state.ID.ValueString(), func(one portkey.Member) bool {
		return slices.ContainsFunc(slices.Collect(maps.Keys(roles)), func(key string) bool { _, is := find([]portkey.Member{one}, key); return is })
	}, diags)
}
