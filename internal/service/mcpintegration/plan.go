package mcpintegration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace, takes out of an update what
// Portkey treats as equal, and warns of what a plan does not show: a create whose name is
// taken, and an update that lacks secrets.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		r.planName(ctx, req, resp)
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
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.Notes = tfkit.ReadNotes[notes](ctx, req.Private)
	plan.Notes = state.Notes
	if r.Session.API != nil && len(plan.SecretMappings)+len(state.SecretMappings) > 0 {
		plan, state = r.resolve(ctx, plan), r.resolve(ctx, state)
	}
	changes := plan.differs(state)
	if plan.Configurations != nil && !changes.Has("configurations") {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("configurations"), types.StringPointerValue(state.Configurations))...)
	}
	if len(changes) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
	if !r.Session.IsPlanning(state.address()) || !changes.Has("configurations") && !changes.Has(secretsKey) {
		return
	}
	secret := secretInput.Text(ctx, req.Config, path.Empty(), &resp.Diagnostics)
	if unsent := plan.lacking(secret); len(unsent) > 0 {
		resp.Diagnostics.Append(withoutSecrets(unsent))
	}
}

// planName warns of a create without a slug whose name is taken.
func (r *Resource) planName(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var slug types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("slug"), &slug)...)
	if r.Session.API != nil && slug.IsNull() {
		noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
	}
}

// namesakes looks for what has the name of an MCP integration to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewMCPIntegrations(r.Session.API, workspaceID).Namesakes(ctx, portkey.MCPIntegrationCreate{Name: parts["name"]})
}
