package members

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_workspace_members.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource {
	return &Resource{tfkit.ResourceBase{Name: "workspace_members"}}
}

// Create gives the workspace the planned members. Where it fails half-way, nothing is in
// the state: an error with a state would taint the resource, and the next apply would
// remove everybody before it adds them again. Instead that finds who is there already.
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
	c := r.change(noun.Create(), id, model{}, plan, ownWrites{}, &resp.Diagnostics)
	c.carryOut(ctx, plan)
	if resp.Diagnostics.HasError() {
		c.explainPart()
		return
	}
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(c.writes.save(ctx, resp.Private)...)
}

// Read refreshes the members. They leave the state once their workspace is proven to be deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)

	live, err := portkey.NewMembers(r.Session.API, state.ID.ValueString()).List(ctx, nil)
	if err != nil {
		gone := r.prove(ctx, state.ID.ValueString(), err)
		if gone.Proven {
			resp.State.RemoveResource(ctx)
			return
		}
		resp.Diagnostics.Append(unlisted(noun.Read(), err, gone))
		return
	}
	live = readWrites(ctx, r.Session.API.Now(), req.Private).corrected(live)
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(ctx, live, r.left(state)))...)
}

// prove looks whether a workspace whose members the API refuses to list was deleted.
func (r *Resource) prove(ctx context.Context, id string, refusal error) portkey.Gone {
	if !portkey.IsRefused(refusal) {
		return portkey.Gone{}
	}
	return portkey.NewWorkspaces(r.Session.API).ProveGone(ctx, portkey.Ref{ID: id})
}

// Update turns the members of the state into those of the plan. Where it fails half-way,
// the state has what was done.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	writes := readWrites(ctx, r.Session.API.Now(), req.Private)
	c := r.change(noun.Update(), state.ID.ValueString(), state, plan, writes, &resp.Diagnostics)
	if !plan.Members.Equal(state.Members) {
		c.carryOut(ctx, plan)
	}
	if resp.Diagnostics.HasError() {
		plan.Members, plan.RemovedMembers = tfkit.TextMap(c.done), names(c.removed)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(writes.save(ctx, resp.Private)...)
}

// Delete removes the members of the state, and nobody else.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	id := state.ID.ValueString()
	c := r.change(noun.Destroy(), id, state, model{}, ownWrites{}, &resp.Diagnostics)
	if err := c.look(ctx); err != nil {
		if gone := r.prove(ctx, id, err); !gone.Proven {
			resp.Diagnostics.Append(unlisted(noun.Destroy(), err, gone))
		}
		return
	}
	c.remove(ctx, c.everybody())
	if resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("members"), tfkit.TextMap(c.done))...)
	}
}

// ImportState takes the ID or the slug of the workspace.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, err := portkey.NewWorkspaces(r.Session.API).FindByID(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(importFailed(err))
		return
	}
	id := types.StringValue(found.ID)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), ref)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}
