package promptcollection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace or parent, takes out of an update
// what Portkey treats as equal, warns of a create whose name is taken, and of a destroy
// that deletes nothing.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
		}
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(state.destroyed()...)
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	r.planParent(ctx, state, req, resp)
	tfkit.NotePlanned(ctx, state.ID.ValueString(), resp)
	if len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.Append(state.destroyed()...)
	}
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !resp.Diagnostics.HasError() && len(plan.differs(state)) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
}

// destroyed is the warning of a destroy that deletes nothing.
func (m model) destroyed() diag.Diagnostics {
	if !m.IsDefault.ValueBool() {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Default prompt collection stays in the workspace", fmt.Sprintf(
		"%q is the default collection of its workspace, which Portkey deletes with the workspace only. "+
			"Destroying it deletes nothing: it is removed from the state, and the prompts in it are left as they are.", tfkit.Text(m.Name)))}
}

// planParent plans a replacement where parent_collection_id names another collection than
// the one in the state. The id and the slug of one collection are two spellings of it;
// Portkey is asked only to compare those.
func (r *Resource) planParent(ctx context.Context, state model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	at := path.Root("parent_collection_id")
	var planned types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	if resp.Diagnostics.HasError() || planned.Equal(state.ParentCollectionID) {
		return
	}
	one, other := planned.ValueString(), state.ParentCollectionID.ValueString()
	if !planned.IsUnknown() && one != "" && other != "" {
		if !r.Session.Ready(&resp.Diagnostics) {
			return
		}
		if api := r.Session.API; api.IsPromptCollection(ctx, one, other) || api.IsPromptCollection(ctx, other, one) {
			return
		}
	}
	resp.RequiresReplace.Append(at)
}

// namesakes looks in its workspace for what has the name of a collection to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewPromptCollections(r.Session.API, workspaceID).Namesakes(ctx, portkey.PromptCollectionCreate{Name: parts["name"]})
}
