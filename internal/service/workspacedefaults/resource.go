package workspacedefaults

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_workspace_defaults.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithIdentity     = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "workspace_defaults"}} }

// of is the workspace of a state.
func (r *Resource) of(ctx context.Context, state model) tfkit.OfWorkspace {
	return tfkit.OfWorkspace{API: r.Session.API, ID: r.Session.KnownWorkspaceID(ctx, state.ID)}
}

// ModifyPlan plans a replacement for another workspace.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.Plan.Raw.IsNull() && !req.State.Raw.IsNull() {
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
}

// Create sets the defaults, unless the workspace has others. Once the PUT is answered there
// are only warnings.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	id, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	at, api := tfkit.OfWorkspace{API: r.Session.API, ID: id}, r.Session.API
	plan = plan.resolve(ctx, api)
	var writes tfkit.OwnWrites
	sent := false
	err := at.Edit(ctx, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
		there := model{}.observe(live)
		if !sent && !there.isEmpty() && len(plan.differs(there)) > 0 {
			return nil, &thereError{there}
		}
		bodies, err := plan.changes(plan.differs(there), there, live)
		if len(bodies) > 0 && err == nil {
			sent = true
			writes.Begin(api.Now(), tfkit.Version{}, tfkit.Answered(versions.Digest(there), live.LastUpdatedAt.Or("")))
		}
		return bodies, err
	})
	if err != nil {
		resp.Diagnostics.Append(failed(noun.Create(), err, plan.WorkspaceID.ValueString(), at.Prove(ctx, resp.Private)))
		return
	}
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(plan.noteSlugs(ctx, resp.Private)...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state. The defaults leave it once their workspace is proven to be
// deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, api := r.of(ctx, state), r.Session.API
	state = state.withNoted(ctx, req.Private).resolve(ctx, api)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	finding := tfkit.Current
	got, err := at.Read(ctx, func(answer portkey.Workspace) bool {
		finding = versions.Judge(writes, state, state.observe(answer), answer.LastUpdatedAt.Or(""), api.Now())
		return finding != tfkit.Doubtful
	})
	if err != nil {
		if noun.Gone(noun.Read(), err, at.Prove(ctx, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	resp.Diagnostics.Append(state.noteSlugs(ctx, resp.Private)...)
	if finding != tfkit.Stale {
		state = state.observe(got)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update writes what differs, and nothing where only spelling does.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, api := r.of(ctx, state), r.Session.API
	state = state.withNoted(ctx, req.Private).resolve(ctx, api)
	plan.slugs = state.slugs
	plan = plan.resolve(ctx, api)
	if attributes := plan.differs(state); len(attributes) > 0 {
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		err := at.Edit(ctx, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
			now, updated, seen := api.Now(), live.LastUpdatedAt.Or(""), state.observe(live)
			base, err := edit.Compare(seen, updated, now)
			if err != nil {
				return nil, err
			}
			bodies, err := plan.changes(attributes, base, live)
			if len(bodies) > 0 && err == nil {
				edit.Begin(seen, updated, now)
			}
			return bodies, err
		})
		if err != nil {
			resp.Diagnostics.Append(failed(noun.Update(), err, plan.WorkspaceID.ValueString(), at.Prove(ctx, req.Private)))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	}
	resp.Diagnostics.Append(plan.noteSlugs(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete clears the defaults, but for the metadata.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at := r.of(ctx, state)
	err := at.Edit(ctx, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) { return live.ClearingDefaults() })
	switch {
	case err == nil:
	case portkey.IsRefused(err):
		noun.Gone(noun.Destroy(), err, at.Prove(ctx, req.Private), &resp.Diagnostics)
	default:
		resp.Diagnostics.Append(failed(noun.Destroy(), err, "", nil))
	}
}

// ImportState takes the ID, the slug or the exact name of the workspace.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	found, written, ok := tfkit.ImportOfWorkspace(ctx, r.Session, noun, req, resp)
	if !ok {
		return
	}
	state := model{ID: types.StringValue(found.ID), WorkspaceID: written}.observe(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
