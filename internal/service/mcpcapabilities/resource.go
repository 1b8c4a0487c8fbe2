package mcpcapabilities

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_mcp_integration_capabilities or portkey_mcp_server_capabilities, by its
// kind.
type Resource struct {
	tfkit.ResourceBase

	of kind
}

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithIdentity     = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*integrationResource)(nil)
	_ resource.ResourceWithUpgradeState = (*integrationResource)(nil)
)

// NewIntegrationResource returns portkey_mcp_integration_capabilities for the provider's
// registry.
func NewIntegrationResource() resource.Resource {
	return &integrationResource{Resource{tfkit.ResourceBase{Name: "mcp_integration_capabilities"}, ofIntegrations()}}
}

// NewServerResource returns portkey_mcp_server_capabilities for the provider's registry.
func NewServerResource() resource.Resource {
	return &Resource{tfkit.ResourceBase{Name: "mcp_server_capabilities"}, ofServers()}
}

// open is the capabilities of a state, whose owner may have been deleted: by the id, so that
// all that write them take turns.
func (r *Resource) open(ctx context.Context, state model) *portkey.MCPCapabilities {
	id := state.ID.ValueString()
	if resolved, err := r.of.resolve(ctx, r.Session.API, id); err == nil {
		id = resolved
	}
	return portkey.NewMCPCapabilities(r.Session.API, r.of.owner, id)
}

// prove looks whether capabilities that can't be read were deleted with their owner.
func (r *Resource) prove(ctx context.Context, rows *portkey.MCPCapabilities, state model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if rows.IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		return r.of.prove(ctx, r.Session, state.ID.ValueString(), private)(err)
	}
}

// write leads the capabilities from a state to m, and returns the list as it was before. It
// sends nothing where both say the same.
func (r *Resource) write(
	ctx context.Context, rows *portkey.MCPCapabilities, id string, m, state model, writes *tfkit.OwnWrites,
) (before portkey.MCPCapabilityList, err error) {
	api, keys := r.Session.API, m.changed(state)
	if len(keys) == 0 && len(m.removed(state)) == 0 {
		return nil, nil
	}
	if len(keys) > 0 {
		if err := api.AwaitMCPCapabilities(ctx, r.of.owner, id, keys, m.patience()); err != nil {
			return nil, err
		}
	}
	sent := false
	err = rows.Write(ctx, func(list portkey.MCPCapabilityList) ([]portkey.MCPCapabilityWrite, error) {
		changed := m.rows(state, list, sent)
		if !sent && len(changed) > 0 {
			before = list
			seen := model{Capabilities: m.Capabilities}.observe(list)
			writes.Begin(api.Now(), writes.Stored(versions.Digest(state), ""), tfkit.Answered(versions.Digest(seen), list.LastUpdatedAt()))
		}
		sent = true
		return changed, nil
	})
	return before, err
}

// Create enables and disables what is planned, by one PUT, once it is listed.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, diags := r.of.get(ctx, req.Plan)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	id, ok := r.of.ownerID(ctx, r.Session.API, plan.Owner, r.of.noun.Create(), &resp.Diagnostics)
	if !ok {
		return
	}
	rows := portkey.NewMCPCapabilities(r.Session.API, r.of.owner, id)
	var writes tfkit.OwnWrites
	before, err := r.write(ctx, rows, id, plan, model{}, &writes)
	if err != nil {
		resp.Diagnostics.Append(r.of.failed(r.of.noun.Create(), err, plan)...)
		return
	}
	plan.ID = types.StringValue(id)
	r.warnOfBlocked(plan, before, &resp.Diagnostics)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, r.Session.API.Now())...)
	resp.Diagnostics.Append(r.of.note(ctx, r.Session, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.of.set(plan))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the capabilities that the state names. They leave it once their owner is
// proven to be deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state, diags := r.of.get(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !r.of.noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	rows, writes, finding := r.open(ctx, state), tfkit.ReadOwnWrites(ctx, req.Private), tfkit.Current
	list, err := rows.List(ctx)
	if err == nil {
		list, err = rows.Settle(ctx, list, func(list portkey.MCPCapabilityList) bool {
			finding = versions.Judge(writes, state, state.observe(list), list.LastUpdatedAt(), r.Session.API.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err != nil {
		if r.of.noun.Gone(r.of.noun.Read(), err, r.prove(ctx, rows, state, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(r.of.note(ctx, r.Session, req.Private, resp.Private)...)
	r.warnOfLost(state, list, &resp.Diagnostics)
	if finding != tfkit.Stale {
		state = state.observe(list)
	}
	r.warnOfBlocked(state, list, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.of.set(state))...)
}

// Update writes the capabilities that differ, and enables those that are named no more. An
// edit of others to what it leaves alone stays; one to what it writes can only have been the
// same, since there are two values.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, diags := r.of.get(ctx, req.Plan)
	resp.Diagnostics.Append(diags...)
	state, diags := r.of.get(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	rows, writes := r.open(ctx, state), tfkit.ReadOwnWrites(ctx, req.Private)
	before, err := r.write(ctx, rows, state.ID.ValueString(), plan, state, &writes)
	switch {
	case portkey.IsRefused(err):
		resp.Diagnostics.Append(r.of.noun.RefusedUpdate(err, r.prove(ctx, rows, state, req.Private)(err)))
		return
	case err != nil:
		resp.Diagnostics.Append(r.of.failed(r.of.noun.Update(), err, plan)...)
		return
	}
	r.warnOfBlocked(plan, before, &resp.Diagnostics)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, r.Session.API.Now())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.of.set(plan))...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete enables what the state has disabled.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, diags := r.of.get(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	rows := r.open(ctx, state)
	var writes tfkit.OwnWrites
	if _, err := r.write(ctx, rows, state.ID.ValueString(), model{}, state, &writes); err != nil {
		r.of.noun.Gone(r.of.noun.Destroy(), err, r.prove(ctx, rows, state, req.Private), &resp.Diagnostics)
	}
}
