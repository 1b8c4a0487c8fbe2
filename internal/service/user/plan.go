package user

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// removedKey is the private-state key under which a plan notes the user that a
// replacement would remove. Terraform plans a replacement in two calls, and the second
// one has no prior state but gets the private state of the first.
const removedKey = "removed"

// ModifyPlan says what an adoption and a destroy do, returns an error for a change of an
// owner, plans a replacement for another user, and takes out of an update what sends
// nothing.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		r.planAdoption(ctx, req, resp)
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(state.destroyed())
		return
	}
	people.PlanUser(ctx, r.Session, req, resp)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, removedKey, state.removed())...)
	if len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.Append(state.destroyed())
	}
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case len(plan.differs(state)) == 0:
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	case tfkit.Text(state.Role) == "owner":
		resp.Diagnostics.Append(ownerRefused(noun.Update(), state.shown()))
	}
}

// planAdoption looks up the user that is to be adopted, as far as the plan knows who
// that is. It is an error for an owner, and for a user whom this plan removes; it warns
// of one who does not exist, and of a role that will change.
func (r *Resource) planAdoption(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var named people.User
	var role types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("user_id"), &named.ID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("email"), &named.Email)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("role"), &role)...)
	removed := strings.Fields(tfkit.Noted(ctx, req.Private, removedKey))
	switch {
	case resp.Diagnostics.HasError() || named.Ref() == "":
		return
	case slices.Contains(removed, named.Ref()): // without a lookup, which can fail
		resp.Diagnostics.Append(replaceRefused(named.Ref()))
		return
	case r.Session.API == nil:
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tfkit.PlanPatience)
	defer cancel()
	found, known := r.lookUp(ctx, named)
	switch {
	case !known:
		return
	case len(found) == 0:
		resp.Diagnostics.AddAttributeWarning(path.Root("email"), "No such user", fmt.Sprintf(
			"No user of the organisation has the e-mail address %q, so the create will fail. %s\n%s", named.Ref(), unknownUser, tfkit.More(tfkit.SectionNotFound)))
		return
	}
	user := model{}.observe(found[0], r.Session.API.Now())
	is, will := tfkit.Text(user.Role), role.ValueString()
	switch {
	case is == "owner":
		resp.Diagnostics.Append(ownerRefused(adoption(), user.shown()))
	case slices.Contains(removed, user.ID.ValueString()):
		resp.Diagnostics.Append(replaceRefused(user.shown()))
	case will != "" && is != will:
		resp.Diagnostics.AddAttributeWarning(path.Root("role"), "Role of an existing user will change: "+user.shown(), fmt.Sprintf(
			"%s has the role %q in the organisation. The create changes it to %q. To keep the role, set role = %q.", user.shown(), is, will, is))
	}
}

// lookUp returns the user that is named, or none. It reports false where nothing is
// known.
func (r *Resource) lookUp(ctx context.Context, named people.User) (found []portkey.User, known bool) {
	users := portkey.NewUsers(r.Session.API)
	if named.ID.ValueString() == "" {
		return users.NamedForPlan(ctx, named.Ref())
	}
	one, err := users.Get(ctx, named.Ref(), "")
	return []portkey.User{one}, err == nil // of an unknown ID the create says more
}

// removed is the user that a destroy removes, by the id and the address; "" for none.
func (m model) removed() string {
	if !tfkit.IsTrue(m.RemoveOnDestroy) {
		return ""
	}
	return m.ID.ValueString() + " " + portkey.Address(m.Email.ValueString())
}

// destroyed is the warning of a plan that destroys the resource.
func (m model) destroyed() diag.Diagnostic {
	who := m.shown()
	if tfkit.IsTrue(m.RemoveOnDestroy) {
		return diag.NewWarningDiagnostic("User will be removed from the organisation: "+who, fmt.Sprintf(
			"remove_on_destroy = true was last applied, so the destroy removes %s (%s) from the organisation. "+
				"All memberships of workspaces and all API keys of the user are deleted with it. If the provider's own API key belongs to the user, it stops working as well.\n"+
				"To keep the user, set remove_on_destroy = false, apply, and then destroy the resource.", who, m.ID.ValueString()))
	}
	return diag.NewWarningDiagnostic("User stays in the organisation", fmt.Sprintf(
		"The destroy only removes %s from the state. The user keeps the role %q in the organisation. "+
			"To remove the user, set remove_on_destroy = true, apply, and then destroy the resource.", who, tfkit.Text(m.Role)))
}
