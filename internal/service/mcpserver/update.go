package mcpserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// versions compare versions of an MCP server by what they contain: reads of one have no time
// of an update.
var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(model) string { return "" },
	UpdatedAt: func(model) string { return "" },
}

// Update writes what differs, and nothing where only spelling differs. Names are free, since
// slugs distinguish MCP servers.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	plan.Retained = state.Retained
	workspaceID := r.workspaceID(ctx, state)
	u := update{api: r.Session.API, servers: portkey.NewMCPServers(r.Session.API, workspaceID), plan: plan, state: state}
	if len(plan.differs(state)) > 0 {
		err := u.write(ctx, &resp.Diagnostics)
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.RefusedUpdate(err, r.prove(ctx, state, workspaceID)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, u.plan)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, u.plan.ID, workspaceID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, u.plan.Retained)...)
}

// update is one update under way.
type update struct {
	api         *portkey.Client
	servers     *portkey.MCPServers
	plan, state model
}

// write writes what differs.
func (u *update) write(ctx context.Context, diags *diag.Diagnostics) error {
	edit := versions.Edit(tfkit.OwnWrites{}, u.plan, u.state)
	written, err := u.edit(ctx, func(live portkey.MCPServer) ([]portkey.MCPServerUpdate, error) {
		if _, err := edit.Compare(u.state.observe(live), "", u.api.Now()); err != nil {
			return nil, err
		}
		return u.plan.changes(u.state, live), nil
	})
	if err == nil && u.plan.differs(u.state).Has("description") && tfkit.Text(u.plan.Description) == "" {
		u.settleDescription(ctx, written, diags)
	}
	return err
}

// edit sends the bodies that a plan makes of the live MCP server.
func (u *update) edit(ctx context.Context, plan func(live portkey.MCPServer) ([]portkey.MCPServerUpdate, error)) (portkey.MCPServer, error) {
	return u.servers.Edit(ctx, u.state.ID.ValueString(), func(live portkey.MCPServer) ([]portkey.MCPServerUpdate, error) {
		if err := u.state.mustBe(live); err != nil {
			return nil, err
		}
		return plan(live)
	})
}

// settleDescription sees to a description that was cleared and is still there: it is cleared
// in the other form, and if it stays, that is reported and remembered.
func (u *update) settleDescription(ctx context.Context, written portkey.MCPServer, diags *diag.Diagnostics) {
	description := func(s portkey.MCPServer) string { return s.Description.Or("") }
	body := portkey.MCPServerUpdate{Description: portkey.Some("")}
	_, retained, cause := tfkit.ClearAgain(ctx, written, description, body, u.edit)
	u.plan.Retained = retained
	tfkit.WarnOfRetained("description", retained, cause, diags)
}
