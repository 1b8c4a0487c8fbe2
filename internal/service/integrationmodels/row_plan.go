package integrationmodels

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another integration or base model, whatever else is not
// known yet, refuses a second way to manage the models, and takes out of an update what Portkey treats as equal.
func (r *RowResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var integration types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("integration_id"), &integration)...)
	refuseBoth(ctx, r.Session, integration, noun.Type, &resp.Diagnostics)
	if req.State.Raw.IsNull() {
		return
	}
	tfkit.PlanIntegration(ctx, r.Session, req, resp)
	var planned, before types.Object
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("custom"), &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("custom"), &before)...)
	base, isKnown := baseOf(planned)
	if was, _ := baseOf(before); !isKnown || planned.IsNull() != before.IsNull() || !base.Equal(was) {
		resp.RequiresReplace.Append(path.Root("custom"))
	}
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan, state rowModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(plan.differs(state.settings)) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
}
