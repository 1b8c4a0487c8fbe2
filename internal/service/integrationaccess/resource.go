package integrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_integration_workspace_access.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState   = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tfkit.ResourceBase{Name: "integration_workspace_access"}}
}

// Create enables the access. The rows that are created at the same time go in one PUT, each
// after a look whether it is there. Once the PUT is answered there are only warnings, since
// an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, ok := r.find(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	before, ok := at.providerBefore(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	api := r.Session.API
	var writes tfkit.OwnWrites
	sent := false
	err := at.Rows.Create(ctx, at.WorkspaceID, func(list portkey.IntegrationWorkspaces) ([]portkey.IntegrationAccessWrite, error) {
		row, err := at.In(ctx, list)
		now := api.Now()
		switch {
		case err != nil:
			return nil, err
		case row.IsEnabled() && sent && plan.isShownBy(row.IntegrationAccess, now): // the answer to the write was lost
			return nil, nil
		case row.IsEnabled():
			return nil, &portkey.TakenError{Words: noun.Words, Name: plan.address(), Candidates: []portkey.Candidate{{Import: plan.address()}}}
		}
		sent = true
		writes.Begin(now, tfkit.Version{}, tfkit.Answered(removed, row.LastUpdatedAt.Or("")))
		return []portkey.IntegrationAccessWrite{plan.create(at.WorkspaceID, row.IntegrationAccess, now)}, nil
	})
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan.IntegrationID.ValueString()))
		return
	}
	plan.ID = types.StringValue(plan.address())
	plan.ProviderID = at.defaultProvider(ctx, plan, before, writes.Began, &resp.Diagnostics)
	if list, err := at.Rows.List(ctx); err == nil {
		if row, err := at.In(ctx, list); err == nil && plan.isShownBy(row.IntegrationAccess, api.Now()) {
			plan = plan.takeTimes(row.IntegrationAccess)
		}
	}
	plan = plan.takeTimes(portkey.IntegrationAccess{}) // null for what is not known
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state, and removes the access from it only where that is proven to have
// been removed. All rows of an integration come from one reading.
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
	at := r.known(ctx, state)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	row, finding, err := at.Read(ctx, func(row portkey.IntegrationAccess) tfkit.Finding {
		return state.judge(writes, row, r.Session.API.Now())
	})
	if err != nil && !portkey.IsRefused(err) {
		resp.Diagnostics.Append(noun.Read().Failed(err))
		return
	}
	switch {
	case err != nil:
		if noun.Gone(noun.Read(), err, at.Prove(ctx, state.CreatedAt), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
	case finding == tfkit.Stale:
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	case row.IsEnabled():
		resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(row.IntegrationAccess, r.Session.API.Now()))...)
	case row.There:
		resp.State.RemoveResource(ctx)
	default:
		if gone := at.ProveAbsent(ctx, state.CreatedAt, writes); !gone.Proven {
			resp.Diagnostics.Append(noun.Read().NotListed(gone, "access"))
			return
		}
		resp.State.RemoveResource(ctx)
	}
}

// Update writes the limits that differ, and nothing where only spelling or the arguments of
// the create differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	plan.LastUpdatedAt = state.LastUpdatedAt
	if len(plan.differs(state)) > 0 {
		at, ok := r.find(ctx, state, &resp.Diagnostics)
		if !ok {
			return
		}
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		err := at.Rows.Write(ctx, func(list portkey.IntegrationWorkspaces) ([]portkey.IntegrationAccessWrite, error) {
			row, err := at.In(ctx, list)
			if err != nil {
				return nil, err
			}
			now, updated := api.Now(), row.LastUpdatedAt.Or("")
			if !row.IsEnabled() && state.judge(edit.OwnWrites, row.IntegrationAccess, now) != tfkit.Stale {
				return nil, errRemoved
			}
			seen := state.observe(row.IntegrationAccess, now)
			base, err := edit.Compare(seen, updated, now)
			if err != nil {
				return nil, err
			}
			bodies := plan.changes(state, base, at.WorkspaceID, row.IntegrationAccess, now)
			if len(bodies) > 0 {
				edit.Begin(seen, updated, now)
			}
			return bodies, nil
		})
		if err != nil {
			resp.Diagnostics.Append(updateFailed(err, at.Prove(ctx, state.CreatedAt)))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if list, err := at.Rows.List(ctx); err == nil && !edit.Elsewhere {
			if row, err := at.In(ctx, list); err == nil && plan.isShownBy(row.IntegrationAccess, api.Now()) {
				plan.LastUpdatedAt = tfkit.OrPrior(row.LastUpdatedAt, plan.LastUpdatedAt)
			}
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete disables the access, and deletes the provider that its create brought along. That
// it was removed before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, api := r.known(ctx, state), r.Session.API
	if rows, _, err := portkey.ResolveIntegrationAccesses(ctx, api, state.IntegrationID.ValueString()); err == nil {
		at.Rows = rows
	}
	if !at.deleteDefault(ctx, state, &resp.Diagnostics) {
		return
	}
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	err := at.Rows.Write(ctx, func(list portkey.IntegrationWorkspaces) ([]portkey.IntegrationAccessWrite, error) {
		row, err := at.In(ctx, list)
		switch {
		case err != nil:
			return nil, err
		case row.IsEnabled(), state.judge(writes, row.IntegrationAccess, api.Now()) == tfkit.Stale:
			return []portkey.IntegrationAccessWrite{remove(at.WorkspaceID)}, nil
		case row.There:
			return nil, nil
		}
		if gone := at.ProveAbsent(ctx, state.CreatedAt, writes); !gone.Proven {
			return nil, &tfkit.NotListedError{Gone: gone}
		}
		return nil, nil
	})
	if err != nil {
		resp.Diagnostics.Append(noun.RowDeleted(err, at.Prove(ctx, state.CreatedAt), "access")...)
	}
}
