package mcpserver

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_mcp_server.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "mcp_server"}} }

// retainedKey is the private-state key of Retained.
const retainedKey = "retained_description"

// Create creates the MCP server: one lookup of the slug or the name, and one POST, which is
// repeated while the integration is not enabled for the workspace yet. Once the POST is
// answered there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	servers := portkey.NewMCPServers(r.Session.API, workspaceID)

	creation, err := servers.PrepareCreate(ctx, func(time.Time) portkey.MCPServerCreate { return plan.create(workspaceID) }, false)
	if err != nil {
		resp.Diagnostics.Append(r.createFailed(ctx, err, plan))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.PostOnceGranted(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.MCPServer) bool { return r.isCreated(ctx, plan, found) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(r.createFailed(ctx, err, plan))
		return
	}

	// Saved before anything else happens; the answer to a POST has the id and the slug only.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, workspaceID)...)
	state = state.takeComputed(servers.ReadBack(ctx, state.ID.ValueString(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// isCreated reports whether a create from a plan has created what was found.
func (r *Resource) isCreated(ctx context.Context, plan model, found portkey.MCPServer) bool {
	planned := plan.MCPIntegrationID.ValueString()
	same, err := r.Session.API.SameMCPIntegration(ctx, planned, found.MCPIntegrationID.Or(planned))
	return (same || err != nil) && plan.isShownBy(found)
}

// workspaceID is the id of the workspace in a state, as far as that can be known.
func (r *Resource) workspaceID(ctx context.Context, state model) string {
	if r.Session.API == nil {
		return state.WorkspaceID.ValueString()
	}
	return r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
}

// Read refreshes the state, and removes the MCP server from it only where it is proven to be
// deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	workspaceID := r.workspaceID(ctx, state)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, workspaceID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)

	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	got, err := portkey.NewMCPServers(r.Session.API, workspaceID).Get(ctx, state.ID.ValueString(), "")
	if err == nil {
		err = state.mustBe(got)
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	state = state.observe(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, state.Retained)...)
}

// prove looks whether an MCP server that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, workspaceID string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return portkey.NewMCPServers(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(workspaceID))
	}
}

// mustBe is an error for an answer about another MCP server than the one that was asked for.
func (m model) mustBe(answer portkey.MCPServer) error {
	return noun.MustBe(m.ID.ValueString(), answer.ID.Or(""))
}

// Delete deletes the MCP server. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID := r.workspaceID(ctx, state)
	if err := portkey.NewMCPServers(r.Session.API, workspaceID).Delete(ctx, state.ID.ValueString(), nil); err != nil {
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics)
	}
}
