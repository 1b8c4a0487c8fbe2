package guardrail

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_guardrail.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "guardrail"}} }

// in opens the guardrails among which one is: those of the organisation or, by its id, of
// a workspace; "" are all that a path names.
func (r *Resource) in(m model, workspaceID string) *portkey.Guardrails {
	if m.isOrganisations() {
		return portkey.NewOrganisationGuardrails(r.Session.API)
	}
	return portkey.NewGuardrails(r.Session.API, workspaceID)
}

// Create creates the guardrail: one lookup of the name, one POST. Once the POST is answered
// there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, of := r.Session.API, nounOf(plan)
	workspaceID, ok := r.homeOf(ctx, plan, &resp.Diagnostics)
	if !ok {
		return
	}
	guardrails := r.in(plan, workspaceID)

	body := func(time.Time) portkey.GuardrailCreate { return plan.create(workspaceID) }
	creation, err := guardrails.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(of.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Guardrail) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(of.Adopted(), of.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(of.CreateFailed(err))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times.
	if plan.WorkspaceID.ValueString() == "" {
		plan.WorkspaceID = tfkit.StringOrNull(workspaceID)
	}
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if plan.isOrganisations() {
		resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	}
	read := guardrails.ReadBack(ctx, state.address(), "")
	if home := read.WorkspaceID.Or(""); plan.isOrganisations() && home != "" {
		resp.Diagnostics.Append(inWorkspace(home))
		read.WorkspaceID = portkey.Opt[string]{} // as it was planned, until the next refresh
	}
	state = state.takeComputed(read)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Read refreshes the state, and removes the guardrail from it only where it is proven to
// be deleted.
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
	guardrails := r.in(state, "")

	finding := tfkit.Current
	got, err := guardrails.GetUncached(ctx, state.address())
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = guardrails.Settle(ctx, state.address(), got, func(answer portkey.Guardrail) bool {
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
	if state.isOrganisations() {
		resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// prove looks whether a guardrail that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if state.isOrganisations() {
			return r.Session.API.ProveOrganisationGuardrailGone(ctx, err, state.ref(tfkit.NotedOrganisation(ctx, private)))
		}
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		return portkey.NewGuardrails(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(workspaceID))
	}
}

// mustBe is an error for an answer about another guardrail than the one that was asked for.
func (m model) mustBe(answer portkey.Guardrail) error {
	if answer.Slug.Or("") == m.address() || answer.ID.Or("") == m.address() {
		return nil
	}
	return noun.OtherObject(m.address(), answer.ID.Or(answer.Slug.Or("")))
}

// Update writes what differs, and nothing where only spelling or the arguments of the
// provider itself differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, of := r.Session.API, nounOf(state)

	plan.LastUpdatedAt, plan.VersionID = state.LastUpdatedAt, state.VersionID
	if changes := plan.differs(state); len(changes) > 0 {
		named := false
		guardrails := r.in(state, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
		if changes.Has("name") {
			body := portkey.GuardrailCreate{Name: tfkit.Text(plan.Name)}
			renaming, err := guardrails.PrepareRename(ctx, state.address(), body, tfkit.IsTrue(plan.AllowDuplicateName))
			if err != nil {
				resp.Diagnostics.Append(of.UpdateFailed(err))
				return
			}
			defer func() { renaming.End(named) }()
			if renaming.Blind() {
				r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
			}
		}
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		written, err := guardrails.Edit(ctx, state.address(), func(live portkey.Guardrail) ([]portkey.GuardrailUpdate, error) {
			if err := state.mustBe(live); err != nil {
				return nil, err
			}
			now, updated := api.Now(), live.LastUpdatedAt.Or("")
			seen := state.observe(live, now)
			base, err := edit.Compare(seen, updated, now)
			if err != nil {
				return nil, err
			}
			bodies := plan.changes(state, base)
			if len(bodies) > 0 {
				edit.Begin(seen, updated, now)
			}
			return bodies, nil
		})
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(of.RefusedUpdate(err, r.prove(ctx, state, req.Private)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(of.UpdateFailed(err))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if !edit.Elsewhere && plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
			if changes.Has("checks") || changes.Has("actions") { // else it is planned as it was
				plan.VersionID = tfkit.StringOrNull(tfkit.OrPrior(written.VersionID, plan.VersionID).ValueString())
			}
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete deletes the guardrail. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	of := nounOf(state)
	guardrails := r.in(state, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))

	live, err := guardrails.GetUncached(ctx, state.address())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil {
		err = guardrails.Delete(ctx, state.address(), nil)
	}
	switch {
	case err == nil:
	case portkey.IsConflict(err) || portkey.IsInvalid(err):
		resp.Diagnostics.Append(of.InUse(err, r.Session.API.GuardrailUse(ctx, live), remedy))
	default:
		of.Gone(of.Destroy(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics)
	}
}

// ImportState takes the id, the slug, or the exact name of a guardrail, the latter behind
// its workspace, workspace/name, if it is not the organisation's.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	find := func(workspaceID, ref string) (portkey.Guardrail, error) {
		found, err := portkey.NewGuardrails(r.Session.API, workspaceID).Find(ctx, ref)
		if err == nil && workspaceID != "" && found.WorkspaceID.IsPresent() && found.WorkspaceID.Or("") == "" {
			err = &portkey.NotFoundError{Words: portkey.GuardrailWords, Ref: ref} // the organisation's, by id
		}
		return found, err
	}
	found, workspaceID, err := tfkit.FindInWorkspaces(ctx, r.Session.API, find, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	state := r.placed(ctx, model{attributes: attributes{listed: listed{WorkspaceID: workspaceID}}}.takeComputed(found))
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("scope"), state.Scope)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.WorkspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// placed is what was found with its scope. Some control planes omit the workspace of a
// guardrail of the organisation: that is one which the organisation lists.
func (r *Resource) placed(ctx context.Context, m model) model {
	if m.Scope != nil {
		return m
	}
	scope := ofWorkspace
	if m.WorkspaceID.IsNull() {
		own, err := portkey.NewOrganisationGuardrails(r.Session.API).List(ctx, nil)
		isListed := slices.ContainsFunc(own, func(one portkey.Guardrail) bool { return one.ID.Or("") == m.ID.ValueString() })
		if err != nil || !isListed {
			return m
		}
		scope = ofOrganisation
	}
	m.Scope = types.StringValue(scope).ValueStringPointer()
	return m
}
