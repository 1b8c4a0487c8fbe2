package limits

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// PlanUsageOrder plans usage_limits as they are in the state where only their order differs.
func PlanUsageOrder(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan, state []UsageLimit) {
	if len(plan) > 0 && UsageReordered(plan, state) {
		resp.Diagnostics.Append(tfkit.PlanPrior(ctx, req, resp, "usage_limits")...)
	}
}

// PlanRateOrder is [PlanUsageOrder] for rate_limits.
func PlanRateOrder(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan, state []RateLimit) {
	if len(plan) > 0 && RateReordered(plan, state) {
		resp.Diagnostics.Append(tfkit.PlanPrior(ctx, req, resp, "rate_limits")...)
	}
}
