package invite

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans another invite for what differs, unless the invite was accepted.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	changes := r.changes(ctx, req, state, &resp.Diagnostics)
	switch status := state.Status.ValueString(); {
	case resp.Diagnostics.HasError():
	case changes.Has("email"): // somebody else is invited
		replace(changes, resp)
	case status == accepted:
		keepAccepted(ctx, changes, req, resp)
	case tfkit.Noted(ctx, req.Private, importedKey) != "" && state.APIKeyScopes == nil && slices.Equal(changes, tfkit.Changes{"api_key_scopes"}):
		resp.Diagnostics.AddAttributeWarning(path.Root("api_key_scopes"), "Scopes are recorded, not sent",
			"The invite was imported, and Portkey does not return its scopes, so api_key_scopes is taken for what it has. If it has others: "+again)
	case len(changes) > 0:
		replace(changes, resp)
	case status == expired || status == cancelled:
		resp.Diagnostics.AddWarning("Invite can't be accepted", fmt.Sprintf(
			"The invite of %s is %s. Nothing is planned, since nobody is invited again by surprise. %s If the invite is no longer needed, remove the resource.",
			tfkit.Text(state.Email), status, again))
	}
}

func replace(changes tfkit.Changes, resp *resource.ModifyPlanResponse) {
	for _, name := range changes {
		resp.RequiresReplace.Append(path.Root(name))
	}
}

// changes are the attributes in which a plan differs from the state on the wire. What is
// not known yet is taken for a change.
func (r *Resource) changes(ctx context.Context, req resource.ModifyPlanRequest, state model, diags *diag.Diagnostics) tfkit.Changes {
	var values map[string]tftypes.Value
	if err := req.Plan.Raw.As(&values); err != nil {
		diags.AddError(noun.Update().Summary(), "The plan can't be read: "+err.Error()+". This is a bug: please report it.")
		return nil
	}
	plan, unknown := state, tfkit.Changes{}
	for name, into := range map[string]any{"email": &plan.Email, "role": &plan.Role, "workspaces": &plan.Workspaces, "api_key_scopes": &plan.APIKeyScopes} {
		if values[name].IsFullyKnown() {
			diags.Append(req.Plan.GetAttribute(ctx, path.Root(name), into)...)
		}
		unknown.Add(name, values[name].IsFullyKnown())
	}
	if diags.HasError() {
		return nil
	}
	if !slices.Equal(plan.Workspaces, state.Workspaces) {
		if !r.Session.Ready(diags) {
			return nil
		}
		r.resolve(ctx, plan.Workspaces, diags)
	}
	changes := append(unknown, plan.differs(state, r.known(ctx))...)
	slices.Sort(changes)
	return changes
}

// keepAccepted takes what has no effect any more out of the plan. What is null in the
// state or in the configuration has to be as it is written: an update records it, and
// sends nothing.
func keepAccepted(ctx context.Context, changes tfkit.Changes, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if len(changes) == 0 {
		return
	}
	var state, plan struct {
		role       types.String
		workspaces types.List
		scopes     types.Set
	}
	for name, into := range map[string][2]any{
		"role": {&state.role, &plan.role}, "workspaces": {&state.workspaces, &plan.workspaces}, "api_key_scopes": {&state.scopes, &plan.scopes},
	} {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), into[0])...)
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(name), into[1])...)
	}
	for name, value := range map[string][2]attr.Value{
		"role": {state.role, plan.role}, "workspaces": {state.workspaces, plan.workspaces}, "api_key_scopes": {state.scopes, plan.scopes},
	} {
		if changes.Has(name) && !value[0].IsNull() && !value[1].IsNull() {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value[0])...)
		}
	}
	resp.Diagnostics.AddAttributeWarning(path.Root(changes[0]), "Change without effect", fmt.Sprintf(
		"The invite was accepted, so nothing is sent for the change of %s. To change the role in the organisation, use portkey_user; "+
			"to change workspaces, use portkey_workspace_member.", strings.Join(changes, ", ")))
}
