package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// PlanPrior puts a list of the state back into the plan, value by value as it was read:
// Terraform accepts that in place of the configured list.
func PlanPrior(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, name string) diag.Diagnostics {
	var prior types.List
	diags := req.State.GetAttribute(ctx, path.Root(name), &prior)
	diags.Append(resp.Plan.SetAttribute(ctx, path.Root(name), prior)...)
	return diags
}

// IsFullyKnown reports whether a value and all that is in it is known.
func IsFullyKnown(ctx context.Context, value attr.Value) bool {
	raw, err := value.ToTerraformValue(ctx)
	return err == nil && raw.IsFullyKnown()
}

// PlanTime plans an attribute as it is in the state, where the plan spells the same time
// otherwise.
func PlanTime(ctx context.Context, resp *resource.ModifyPlanResponse, name string, plan, state *string) {
	if plan != nil && SameTime(plan, state) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), state)...)
	}
}
