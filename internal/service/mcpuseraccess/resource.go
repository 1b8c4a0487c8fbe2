package mcpuseraccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_mcp_server_user_access.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "mcp_server_user_access"}} }

// ModifyPlan plans a replacement for another MCP server, and names the users who keep an
// access of their own.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		if keys := (model{}).removed(state); len(keys) > 0 {
			resp.Diagnostics.Append(staysWarning(keys, "When the resource is destroyed"))
		}
		return
	}
	tfkit.PlanMCPServer(ctx, r.Session, req, resp)
	var users types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("users"), &users)...)
	if resp.Diagnostics.HasError() || users.IsUnknown() {
		return
	}
	planned := model{Users: map[string]bool{}}
	for key := range users.Elements() {
		planned.Users[key] = true
	}
	if keys := planned.removed(state); len(keys) > 0 {
		resp.Diagnostics.Append(staysWarning(keys, "With this plan"))
	}
}

// Create writes what is configured, and is not there already. Once the PUT is answered there
// are only warnings.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, act := r.Session.API, noun.Create()
	id, ok := r.Session.MCPServerID(ctx, act, plan.MCPServerID, &resp.Diagnostics)
	if !ok {
		return
	}
	ids, problem := find(ctx, api, act, plan.Users, who{})
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	var writes tfkit.OwnWrites
	err := portkey.NewMCPUserAccesses(api, id).Write(ctx, func(live portkey.MCPUserAccess) ([]portkey.MCPUserAccessWrite, error) {
		rows, err := plan.writes(model{}, live, ids)
		if err == nil {
			err = plan.strangers(rows, live, ids)
		}
		if err == nil && len(rows) > 0 {
			begin(&writes, plan.observe(live, ids), api.Now())
		}
		return rows, err
	})
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan))
		return
	}
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(ids.note(ctx, resp.Private, plan.Users)...)
	resp.Diagnostics.Append(r.Session.NoteMCPServer(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state. The access leaves it once its MCP server is proven to be deleted.
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
	api, id := r.Session.API, state.ID.ValueString()
	rows, writes, ids := portkey.NewMCPUserAccesses(api, id), tfkit.ReadOwnWrites(ctx, req.Private), notedIDs(ctx, req.Private, state.Users)
	lags := func(answer portkey.MCPUserAccess) bool {
		return state.lags(writes, state.observe(answer, ids), api.Now())
	}
	got, err := rows.List(ctx)
	if err == nil {
		got, err = rows.Settle(ctx, got, func(answer portkey.MCPUserAccess) bool { return !lags(answer) })
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, id, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(r.Session.NoteMCPServer(ctx, req.Private, resp.Private)...)
	if !lags(got) {
		state = state.observe(got, ids)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update writes what differs. Users who are removed get the access of the default.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	ids := notedIDs(ctx, req.Private, state.Users)
	if len(plan.differs(state)) > 0 {
		api, act, id := r.Session.API, noun.Update(), state.ID.ValueString()
		found, problem := find(ctx, api, act, plan.Users, ids)
		if problem != nil {
			resp.Diagnostics.Append(problem)
			return
		}
		ids = found
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		if err := portkey.NewMCPUserAccesses(api, id).Write(ctx, func(live portkey.MCPUserAccess) ([]portkey.MCPUserAccessWrite, error) {
			seen := state.observe(live, ids)
			if state.lags(writes, seen, api.Now()) {
				return nil, portkey.ErrStale
			}
			rows, err := plan.writes(state, live, ids)
			if err == nil {
				err = foreign(state, seen, rows, ids)
			}
			if err == nil {
				err = plan.strangers(rows, live, ids)
			}
			if err == nil && len(rows) > 0 {
				begin(&writes, plan.observe(live, ids), api.Now())
			}
			return rows, err
		}); err != nil {
			resp.Diagnostics.Append(failed(act, err, r.prove(ctx, id, req.Private)))
			return
		}
		resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	}
	resp.Diagnostics.Append(ids.note(ctx, resp.Private, plan.Users)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete sets the access of the users in the state to that of the default, as the plan has
// said: nothing removes it. What the default is stays as it is.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || len(state.Users) == 0 || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	id, ids := state.ID.ValueString(), notedIDs(ctx, req.Private, state.Users)
	err := portkey.NewMCPUserAccesses(r.Session.API, id).Write(ctx, func(live portkey.MCPUserAccess) ([]portkey.MCPUserAccessWrite, error) {
		return model{}.writes(state, live, ids)
	})
	switch {
	case portkey.IsRefused(err):
		noun.Gone(noun.Destroy(), err, r.prove(ctx, id, req.Private), &resp.Diagnostics)
	case err != nil:
		resp.Diagnostics.Append(failed(noun.Destroy(), err, nil))
	}
}

// prove looks whether an MCP server was deleted whose user access the API refuses to return
// or to write.
func (r *Resource) prove(ctx context.Context, id string, noted tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if portkey.NewMCPUserAccesses(r.Session.API, id).IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		return r.Session.ProveMCPServerGone(ctx, id, noted)(err)
	}
}

// ImportState takes the ID or the slug of the MCP server. The state then has the default, and
// all users who have an access of their own, by their IDs.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, written, ok := tfkit.ImportOfMCPServer(ctx, r.Session, noun, req, resp)
	if !ok {
		return
	}
	got, err := portkey.NewMCPUserAccesses(r.Session.API, id).List(ctx)
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	state := model{ID: types.StringValue(id), MCPServerID: written}.imported(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
