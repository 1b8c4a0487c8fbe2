package prompt

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for a collection of another workspace, takes out of an
// update what Portkey treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "collection_id"}, r.namesakes)
		}
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.address(), resp)
	if resp.Diagnostics.HasError() || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan = r.spell(ctx, plan, state)
	changes := plan.differs(state)
	if changes.Has("collection_id") && !r.planMove(ctx, plan, state, resp) {
		return
	}
	publishing := plan.publishes() && !state.publishes()
	changesContent := slices.ContainsFunc(changes, isContent)
	keep := map[string]any{}
	if len(changes) == 0 && !publishing {
		keep["last_updated_at"] = state.LastUpdatedAt
	}
	if !publishing && (!changesContent || !plan.publishes()) {
		keep["version"], keep["version_id"] = state.Version, state.VersionID
	}
	if !publishing && !changesContent {
		keep["latest_version"] = state.LatestVersion
	}
	for name, value := range keep {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// planMove plans a replacement where a prompt can't be moved. It reports false where the
// plan of an update ends there.
func (r *Resource) planMove(ctx context.Context, plan, state model, resp *resource.ModifyPlanResponse) bool {
	if !r.Session.Ready(&resp.Diagnostics) {
		return false
	}
	to, ok := r.collection(ctx, noun.Update(), plan, &resp.Diagnostics)
	if !ok {
		return false
	}
	if home := state.WorkspaceID.ValueString(); home == "" || to.WorkspaceID == "" || home == to.WorkspaceID {
		return true
	}
	resp.RequiresReplace.Append(path.Root("collection_id"))
	return false
}

// collection is what a model's collection_id names. It reports false, with an error at the
// attribute, where there is no such collection.
func (r *Resource) collection(ctx context.Context, act tfkit.Act, m model, diags *diag.Diagnostics) (portkey.PromptCollectionRef, bool) {
	ref := tfkit.Text(m.CollectionID)
	found, err := r.Session.API.ResolvePromptCollection(ctx, ref)
	if err != nil {
		diags.Append(collectionNotFound(act, ref, err))
	}
	return found, err == nil
}

// spell is m with its references in the spelling of other, where they name the same.
func (r *Resource) spell(ctx context.Context, m, other model) model {
	api := r.Session.API
	if api == nil {
		return m
	}
	ours, theirs := tfkit.Text(m.CollectionID), tfkit.Text(other.CollectionID)
	if api.IsPromptCollection(ctx, ours, theirs) || api.IsPromptCollection(ctx, theirs, ours) {
		m.CollectionID = other.CollectionID
	}
	ours, theirs = tfkit.Text(m.ProviderID), tfkit.Text(other.ProviderID)
	home := other.WorkspaceID.ValueString()
	if api.IsProvider(ctx, home, ours, theirs) || api.IsProvider(ctx, home, theirs, ours) {
		m.ProviderID = other.ProviderID
	}
	return m
}

// spelled is an answer with its references in the spelling of m, where they name the same.
func (r *Resource) spelled(ctx context.Context, m model, answer portkey.Prompt) portkey.Prompt {
	seen := model{}
	seen.CollectionID, seen.ProviderID = tfkit.TextOrNull(answer.CollectionID.Or("")), tfkit.TextOrNull(answer.ProviderID.Or(""))
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	seen = r.spell(ctx, seen, m)
	if answer.CollectionID.IsPresent() {
		answer.CollectionID = portkey.Some(tfkit.Text(seen.CollectionID))
	}
	if answer.ProviderID.IsPresent() {
		answer.ProviderID = portkey.Some(tfkit.Text(seen.ProviderID))
	}
	return answer
}

// namesakes looks in the workspace of its collection for what has the name of a prompt to be
// created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	home, err := r.Session.API.ResolvePromptCollection(ctx, parts["collection_id"])
	if err != nil { // the create says so
		return parts["name"], nil
	}
	return parts["name"], portkey.NewPrompts(r.Session.API, home.WorkspaceID).Namesakes(ctx, portkey.PromptCreate{Name: parts["name"]})
}
