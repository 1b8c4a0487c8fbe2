package policy

import (
	"cmp"
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_usage_limits_policy or portkey_rate_limits_policy, by its model.
type Resource[M policy[M]] struct {
	tfkit.ResourceBase

	// kind is that of the client.
	kind        string
	noun        tfkit.Noun
	description string
	attributes  func() map[string]schema.Attribute
	// validate checks what the kind has beside the keys of conditions and groups.
	validate func(context.Context, tfsdk.Config) diag.Diagnostics
	upgrade  tfkit.VendorState[M]
}

var (
	_ resource.ResourceWithConfigure      = (*Resource[usageModel])(nil)
	_ resource.ResourceWithIdentity       = (*Resource[usageModel])(nil)
	_ resource.ResourceWithImportState    = (*Resource[usageModel])(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource[usageModel])(nil)
	_ resource.ResourceWithMoveState      = (*Resource[usageModel])(nil)
	_ resource.ResourceWithUpgradeState   = (*Resource[usageModel])(nil)
	_ resource.ResourceWithValidateConfig = (*Resource[usageModel])(nil)
)

// keptKey is the private-state key of a description that was not cleared.
const keptKey = "retained_description"

// policies are those of the kind in a workspace, by its id.
func (r *Resource[M]) policies(workspaceID string) *portkey.Policies {
	return portkey.NewPolicies(r.Session.API, r.kind, workspaceID)
}

// workspaceID is the id of the workspace in a state, as far as that can be known.
func (r *Resource[M]) workspaceID(ctx context.Context, state M) string {
	if r.Session.API == nil {
		return state.shared().WorkspaceID.ValueString()
	}
	return r.Session.KnownWorkspaceID(ctx, state.shared().WorkspaceID)
}

// versions compare versions of a policy.
func versions[M policy[M]]() tfkit.Versions[M] {
	return tfkit.Versions[M]{
		Differs: M.differs, Digest: M.digest,
		UpdatedAt: func(m M) string { return m.shared().LastUpdatedAt.ValueString() },
	}
}

// isShownBy reports whether an answer says nothing else than m.
func isShownBy[M policy[M]](m M, answer portkey.Policy, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// isCreatedIn reports whether an answer shows what a create from m has sent: the description
// is set later.
func isCreatedIn[M policy[M]](m M, answer portkey.Policy, now time.Time) bool {
	answer.Description = portkey.Opt[string]{}
	shows := m.observe(answer, now)
	return isShownBy(m, answer, now) && sameSet(m.shared().GroupBy, shows.shared().GroupBy) &&
		tfkit.Text(m.shared().Type) == tfkit.Text(shows.shared().Type)
}

// Create creates the policy: one lookup of the name, one POST, and one PUT of a description.
// Once the POST is answered there are only warnings, since an error would taint what was
// created.
func (r *Resource[M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.shared().WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	policies := r.policies(workspaceID)

	body := func(now time.Time) portkey.PolicyCreate { return plan.create(workspaceID, now) }
	creation, err := policies.PrepareCreate(ctx, body, plan.mayShareName())
	if err != nil {
		resp.Diagnostics.Append(r.noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", r.noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Policy) bool { return isCreatedIn(plan, found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(r.noun.Adopted(), r.noun.AdoptedDetail(got.ID.Or(""), tfkit.Text(plan.shared().Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(r.noun.CreateFailed(err))
		return
	}

	// Saved before anything else happens; the answer to a POST has the id alone.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.shared().ID)...)
	if text := plan.described(); text != "" {
		if err := api.DescribePolicy(ctx, workspaceID, state.shared().id(), text); err != nil {
			resp.Diagnostics.Append(r.notDescribed(err))
		}
	}
	state = state.takeComputed(policies.ReadBack(ctx, state.shared().id(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// notDescribed is the warning of a create whose description could not be set.
func (r *Resource[M]) notDescribed(err error) diag.Diagnostic {
	failed := r.noun.Update().Failed(err)
	return diag.NewAttributeWarningDiagnostic(path.Root("description"), "Description was not set",
		"The policy was created and limits requests, and setting its description by a second request failed. "+
			"Apply again: the refresh shows that it is missing, and the plan sets it.\n"+failed.Detail())
}

// Read refreshes the state, and removes the policy from it only where it is proven to be
// deleted.
func (r *Resource[M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.shared().ID)...)
	if !r.noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, workspaceID, id := r.Session.API, r.workspaceID(ctx, state), state.shared().id()

	state = state.keeping(tfkit.Noted(ctx, req.Private, keptKey))
	finding := tfkit.Current
	got, err := api.Policy(ctx, r.kind, workspaceID, id, state.shared().LastUpdatedAt.ValueString(), state.described() != "")
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = r.policies(workspaceID).Settle(ctx, id, got, func(answer portkey.Policy) bool {
			now := api.Now()
			finding = versions[M]().Judge(writes, state, state.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = r.noun.MustBe(id, got.ID.Or(""))
	}
	if err != nil {
		if r.noun.Gone(r.noun.Read(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, keptKey, state.kept())...)
}

// prove looks whether a policy that the API refuses to return was deleted.
func (r *Resource[M]) prove(ctx context.Context, state M, workspaceID string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return r.policies(workspaceID).ProveGoneAfter(ctx, err, state.shared().ref(workspaceID))
	}
}

// Delete deletes the policy, which archives it. That it was deleted before is success, once
// proven.
func (r *Resource[M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID := r.workspaceID(ctx, state)
	if err := r.policies(workspaceID).Delete(ctx, state.shared().id(), nil); err != nil {
		r.noun.Gone(r.noun.Destroy(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics)
	}
}

// ImportState takes the id of a policy, or its workspace and its id or exact name, as in
// workspace/name.
func (r *Resource[M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, r.noun, req, resp)
	if !ok {
		return
	}
	own := r.Session.OwnWorkspaceID(ctx)
	find := func(workspaceID, ref string) (portkey.Policy, error) {
		if workspaceID == "" && own == "" { // an organisation's key lists the policies of one workspace only
			return r.policies("").FindByID(ctx, ref)
		}
		return r.policies(cmp.Or(workspaceID, own)).Find(ctx, ref)
	}
	found, workspaceID, err := tfkit.FindInWorkspaces(ctx, r.Session.API, find, ref)
	if err != nil {
		asked := r.noun
		asked.References = "ID, or exact name within its workspace as in workspace/name"
		resp.Diagnostics.Append(asked.FindFailed(asked.Import(), err))
		return
	}
	var state M
	state = state.sharing(common{WorkspaceID: workspaceID}.takeComputed(found))
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.shared().ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.shared().WorkspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.shared().ID)...)
}
