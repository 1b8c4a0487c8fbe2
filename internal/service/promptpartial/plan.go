package promptpartial

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace, takes out of an update what Portkey
// treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
		}
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.WorkspaceID.ValueString() != "" { // a state of the vendor's provider may lack it
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
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
	publishing := plan.publishes() && !state.publishes()
	keep := map[string]any{}
	if len(changes) == 0 && !publishing {
		keep["last_updated_at"] = state.LastUpdatedAt
	}
	if !publishing && (!changes.Has("content") || !plan.publishes()) {
		keep["version"], keep["version_id"] = state.Version, state.VersionID
	}
	if !publishing && !changes.Has("content") {
		keep["latest_version"] = state.LatestVersion
	}
	for name, value := range keep {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// namesakes looks in its workspace for what has the name of a partial to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewPromptPartials(r.Session.API, workspaceID).Namesakes(ctx, portkey.PromptPartialCreate{Name: parts["name"]})
}
