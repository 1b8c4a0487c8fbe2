package mcpintegration

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_mcp_integration.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "mcp_integration"}} }

// resolve finds the slugs of the secret references that are written as ids.
func (r *Resource) resolve(ctx context.Context, m model) model {
	m.SecretMappings = tfkit.ResolveMappings(m.SecretMappings, r.Session.SecretReferenceSlug(ctx))
	return m
}

// Create creates the MCP integration: one lookup of its slug or name, one POST. Once the
// POST is answered there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	secret := secretInput.Text(ctx, req.Config, path.Empty(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, of := r.Session.API, nounOf(plan)
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	plan.Notes.Secrets = pathsOf(objectOf(secret))
	plan = r.resolve(ctx, plan)
	integrations := portkey.NewMCPIntegrations(api, workspaceID)

	body := func(time.Time) portkey.MCPIntegrationCreate { return plan.create(workspaceID, secret) }
	creation, err := integrations.PrepareCreate(ctx, body, false)
	if err != nil {
		resp.Diagnostics.Append(createFailed(of, plan, err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.MCPIntegration) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(of.Adopted(), of.AdoptedDetail(got.ID.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(of, plan, err))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks nearly everything.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if workspaceID == "" {
		resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	}
	read := integrations.ReadBack(ctx, state.address(), "")
	after, _ := state.afterWrite(secret, written{configurations: true, description: true, answer: read})
	resp.Diagnostics.Append(tfkit.WriteNotes(ctx, resp.Private, after)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state.takeComputed(read))...)
}

// Read refreshes the state, and removes the MCP integration from it only where it is proven
// to be deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	of := nounOf(state)
	if !of.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	integrations := portkey.NewMCPIntegrations(api, "")
	r.Session.NoteRefreshed(state.address())

	state.Notes = tfkit.ReadNotes[notes](ctx, req.Private)
	finding := tfkit.Current
	got, err := integrations.GetUncached(ctx, state.address())
	if err == nil {
		state = r.resolve(ctx, state).hide(got)
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = integrations.Settle(ctx, state.address(), got, func(answer portkey.MCPIntegration) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = state.mustBe(got)
	}
	if err != nil {
		if of.Gone(of.Read(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if state.WorkspaceID.ValueString() == "" {
		resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
		resp.Diagnostics.Append(tfkit.WriteNotes(ctx, resp.Private, state.Notes)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// hide notes the values that the first read after an import does not show: nobody knows
// them.
func (m model) hide(answer portkey.MCPIntegration) model {
	if m.Name == nil {
		_, m.Notes.Hidden = withoutMasks(objectOf(string(answer.Configurations.Or(""))))
	}
	return m
}

// prove looks whether an MCP integration that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		parentID := workspaceID
		if workspaceID == "" {
			parentID = tfkit.NotedOrganisation(ctx, private)
		}
		return portkey.NewMCPIntegrations(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(parentID))
	}
}

// mustBe is an error for an answer about another MCP integration than the one that was
// asked for.
func (m model) mustBe(answer portkey.MCPIntegration) error {
	if answer.Slug.Or("") == m.address() {
		return nil
	}
	return noun.MustBe(m.address(), answer.ID.Or(answer.Slug.Or("")))
}

// Delete deletes the MCP integration. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	of := nounOf(state)
	integrations := portkey.NewMCPIntegrations(r.Session.API, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))

	live, err := integrations.GetUncached(ctx, state.address())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil {
		err = integrations.Delete(ctx, state.address(), nil)
	}
	switch {
	case err == nil:
	case portkey.IsConflict(err) || portkey.IsInvalid(err):
		resp.Diagnostics.Append(of.InUse(err, r.Session.API.MCPIntegrationUse(ctx, live),
			"Delete the MCP servers, and then destroy the MCP integration again. Portkey may create one by itself, when a workspace is given access."))
	default:
		of.Gone(of.Destroy(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics)
	}
}

// ImportState takes the slug, the id, or the exact name of an MCP integration, the latter
// also as workspace/name: names are not unique.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	find := func(workspaceID, ref string) (portkey.MCPIntegration, error) {
		found, err := portkey.NewMCPIntegrations(r.Session.API, workspaceID).Find(ctx, ref)
		if err == nil && !r.isIn(ctx, found, workspaceID) {
			err = &portkey.NotFoundError{Words: portkey.MCPIntegrationWords, Ref: ref}
		}
		return found, err
	}
	found, workspaceID, err := tfkit.FindInWorkspaces(ctx, r.Session.API, find, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	state := r.identified(ctx, found)
	if !workspaceID.IsNull() {
		state.WorkspaceID = workspaceID
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.WorkspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// isIn reports whether an MCP integration that an id or a slug has found is one of a
// workspace, as far as the answer says.
func (r *Resource) isIn(ctx context.Context, found portkey.MCPIntegration, workspaceID string) bool {
	home := found.WorkspaceID.Or("")
	if workspaceID == "" || home == "" && found.Type.Or("") != "organisation" {
		return true
	}
	return home != "" && r.Session.KnownWorkspaceID(ctx, types.StringValue(home)) == workspaceID
}
