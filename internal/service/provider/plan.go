package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// mayShareName reports whether another provider of the name is no reason not to create
// this one. A slug that is configured distinguishes them, see portkey.ProviderCreate.
func (m model) mayShareName() bool {
	return tfkit.IsTrue(m.AllowDuplicateName) && m.Slug.ValueString() == ""
}

// ModifyPlan plans a replacement for another workspace or integration, takes out of an
// update what Portkey treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id", "slug"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	tfkit.PlanIntegration(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.address(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limits.PlanRateOrder(ctx, req, resp, plan.RateLimits, state.RateLimits)
	tfkit.PlanTime(ctx, resp, "expires_at", plan.ExpiresAt, state.ExpiresAt)
	if len(plan.differs(state)) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), state.Status)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_reset_at"), state.LastResetAt)...)
	}
}

// namesakes looks in its workspace for what has the name of a provider to be created,
// unless that has a slug of its own.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	if parts["slug"] != "" {
		return "", nil
	}
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewProviders(r.Session.API, workspaceID).Namesakes(ctx, portkey.ProviderCreate{Name: parts["name"]})
}
