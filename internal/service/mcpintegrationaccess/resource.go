package mcpintegrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_mcp_integration_workspace_access.
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
	return &Resource{tfkit.ResourceBase{Name: "mcp_integration_workspace_access"}}
}

// ModifyPlan plans a replacement for another MCP integration or workspace.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	tfkit.PlanMCPIntegration(ctx, r.Session, req, resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
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
	api := r.Session.API
	var writes tfkit.OwnWrites
	sent := false
	err := at.Rows.Create(ctx, at.WorkspaceID, func(list portkey.IntegrationWorkspaces) ([]portkey.MCPIntegrationAccessWrite, error) {
		row, err := at.In(ctx, list)
		switch {
		case err != nil:
			return nil, err
		case row.IsEnabled() && sent: // the answer to the write was lost
			return nil, nil
		case row.IsEnabled():
			return nil, &portkey.TakenError{Words: noun.Words, Name: plan.address(), Candidates: []portkey.Candidate{{Import: plan.address()}}}
		}
		sent = true
		writes.Begin(api.Now(), tfkit.Version{}, tfkit.Answered(removed, row.LastUpdatedAt.Or("")))
		return []portkey.MCPIntegrationAccessWrite{{ID: at.WorkspaceID, Enabled: true}}, nil
	})
	if err != nil {
		resp.Diagnostics.Append(createFailed(err))
		return
	}
	plan.ID = types.StringValue(plan.address())
	if list, err := at.Rows.List(ctx); err == nil {
		if row, err := at.In(ctx, list); err == nil && row.IsEnabled() {
			plan = plan.observe(row.IntegrationAccess)
		}
	}
	plan = plan.observe(portkey.IntegrationAccess{}) // null for what is not known
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state, and removes the access from it only where that is proven to have
// been removed. All rows of an MCP integration come from one reading.
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
	row, finding, err := at.Read(ctx, func(row portkey.IntegrationAccess) tfkit.Finding { return judge(writes, row, r.Session.API.Now()) })
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
		resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(row.IntegrationAccess))...)
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

// Update sends nothing: what can change is another spelling of the same access.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete disables the access. That it was removed before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	if known, err := api.ResolveMCPIntegration(ctx, state.MCPIntegrationID.ValueString()); err == nil && known.ID != "" {
		// The id and the slug open the same rows once they were looked up.
		state.MCPIntegrationID = types.StringValue(known.ID)
	}
	at := r.known(ctx, state)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	err := at.Rows.Write(ctx, func(list portkey.IntegrationWorkspaces) ([]portkey.MCPIntegrationAccessWrite, error) {
		row, err := at.In(ctx, list)
		switch {
		case err != nil:
			return nil, err
		case row.IsEnabled(), judge(writes, row.IntegrationAccess, api.Now()) == tfkit.Stale:
			return []portkey.MCPIntegrationAccessWrite{{ID: at.WorkspaceID}}, nil
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
