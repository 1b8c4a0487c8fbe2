package guardrail

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace, takes out of an update what
// Portkey treats as equal, and looks at a create: whether it has a workspace, and whether
// its name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	r.planPlace(ctx, req, resp)
	if req.State.Raw.IsNull() {
		if r.Session.API != nil && !resp.Diagnostics.HasError() {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id", "scope"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.address(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	changes := plan.differs(state)
	set := func(at path.Path, value attr.Value) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, value)...)
	}
	if len(changes) == 0 {
		set(path.Root("last_updated_at"), state.LastUpdatedAt)
	}
	if !changes.Has("checks") && !changes.Has("actions") {
		set(path.Root("version_id"), state.VersionID)
	}
	for i := range min(len(plan.Checks), len(state.Checks)) {
		before, after := state.Checks[i], plan.Checks[i]
		if before.Parameters != nil && after.Parameters != nil && tfkit.Text(before.ID) == tfkit.Text(after.ID) && before.sameParameters(after) {
			set(path.Root("checks").AtListIndex(i).AtName("parameters"), types.StringPointerValue(before.Parameters))
		}
	}
	if plan.Actions != nil && state.Actions != nil {
		before, after := state.Actions.Extra, plan.Actions.Extra
		if before != nil && after != nil && tfkit.SameJSON(*before, *after) {
			set(path.Root("actions").AtName("extra"), types.StringPointerValue(before))
		}
	}
}

// planPlace plans that a guardrail of the organisation has no workspace, and refuses a
// create in a workspace that is not named.
func (r *Resource) planPlace(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var scope, workspace types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scope"), &scope)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	if resp.Diagnostics.HasError() || !workspace.IsNull() {
		return
	}
	switch {
	case scope.ValueString() == ofOrganisation:
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), types.StringNull())...)
	case req.State.Raw.IsNull() && scope.ValueString() == ofWorkspace && r.Session.API != nil:
		r.homeOf(ctx, model{attributes: attributes{listed: listed{Scope: scope.ValueStringPointer()}}}, &resp.Diagnostics)
	}
}

// namesakes looks where a guardrail is to be created for what has its name.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	m := model{attributes: attributes{listed: listed{Scope: tfkit.TextOrNull(parts["scope"])}}}
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	if workspaceID == "" && !m.isOrganisations() {
		workspaceID = r.Session.OwnWorkspaceID(ctx)
	}
	return parts["name"], r.in(m, workspaceID).Namesakes(ctx, portkey.GuardrailCreate{Name: parts["name"]})
}
