package securitysettings

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_workspace_security_settings.
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

func newResource() *Resource {
	return &Resource{tfkit.ResourceBase{Name: "workspace_security_settings"}}
}

// of is the workspace of a state.
func (r *Resource) of(ctx context.Context, state model) tfkit.OfWorkspace {
	return tfkit.OfWorkspace{API: r.Session.API, ID: r.Session.KnownWorkspaceID(ctx, state.ID)}
}

// Create changes the settings that are named. Once the PUT is answered there are only
// warnings.
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
	var writes tfkit.OwnWrites
	err := at.Edit(ctx, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
		bodies, err := plan.changes(model{}, live)
		if len(bodies) > 0 && err == nil {
			writes.Begin(api.Now(), tfkit.Version{}, tfkit.Answered(versions.Digest(plan.observe(live)), live.LastUpdatedAt.Or("")))
		}
		return bodies, err
	})
	if err != nil {
		resp.Diagnostics.Append(failed(noun.Create(), err, at.Prove(ctx, resp.Private))...)
		return
	}
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state. The settings leave it once their workspace is proven to be
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
	if finding != tfkit.Stale {
		state = state.observe(got)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update writes the settings that differ, and leaves alone those that are named no more.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, api := r.of(ctx, state), r.Session.API
	if len(plan.differs(state)) > 0 {
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		err := at.Edit(ctx, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
			now, updated, seen := api.Now(), live.LastUpdatedAt.Or(""), state.observe(live)
			if _, err := edit.Compare(seen, updated, now); err != nil {
				return nil, err
			}
			bodies, err := plan.changes(state, live)
			if len(bodies) > 0 && err == nil {
				edit.Begin(seen, updated, now)
			}
			return bodies, err
		})
		if err != nil {
			resp.Diagnostics.Append(failed(noun.Update(), err, at.Prove(ctx, req.Private))...)
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete changes nothing: Portkey can't reset settings. The plan has said so.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the ID, the slug or the exact name of the workspace.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	found, written, ok := tfkit.ImportOfWorkspace(ctx, r.Session, noun, req, resp)
	if !ok {
		return
	}
	state := model{ID: types.StringValue(found.ID), WorkspaceID: written}.all(found)
	if len(state.Settings) == 0 {
		resp.Diagnostics.Append(noun.Import().WholeFailed(portkey.ErrNoSecuritySettings))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
