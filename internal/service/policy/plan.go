package policy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ValidateConfig checks the keys of conditions and groups, and what a kind has beside them.
func (r *Resource[M]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var conditions, groups types.Set
	var target types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("conditions"), &conditions)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_by"), &groups)...)
	if r.kind == portkey.RateLimitsPolicies {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("target"), &target)...)
	}
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
	if target.IsUnknown() {
		return
	}
	words := vocabularyOf(r.kind, target.ValueString())
	resp.Diagnostics.Append(words.checkConditions(ctx, conditions)...)
	resp.Diagnostics.Append(words.checkGroups(groups)...)
}

// ModifyPlan plans a replacement for another workspace, takes out of an update what Portkey
// treats as equal, and warns of a create whose name is taken.
func (r *Resource[M]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			r.noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.shared().id(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan M
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(plan.differs(state)) == 0 && !plan.resets(state) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan.asBefore(state))...)
	}
}

// namesakes looks in its workspace for what has the name of a policy to be created.
func (r *Resource[M]) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], r.policies(workspaceID).Namesakes(ctx, portkey.PolicyCreate{Name: parts["name"]})
}
