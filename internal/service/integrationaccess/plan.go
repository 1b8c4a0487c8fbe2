package integrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another integration or workspace, and takes out of an
// update what Portkey treats as equal.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	tfkit.PlanIntegration(ctx, r.Session, req, resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limits.PlanUsageOrder(ctx, req, resp, plan.UsageLimits, state.UsageLimits)
	limits.PlanRateOrder(ctx, req, resp, plan.RateLimits, state.RateLimits)
	if len(plan.differs(state)) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
	if tfkit.IsTrue(plan.CreateDefaultProvider) && !tfkit.IsTrue(state.CreateDefaultProvider) {
		resp.Diagnostics.AddAttributeWarning(path.Root("create_default_provider"), "No provider is created",
			"create_default_provider has an effect when the access is created, and none later. To create a provider of this workspace, use portkey_provider.")
	}
}
