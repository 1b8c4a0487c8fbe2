package workspace

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_workspace.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "workspace"}} }

// Create creates the workspace: one lookup of the name, one POST, and one read where its
// answer lacks something. Once the POST is answered there are only warnings, since an
// error would taint what was created and the next apply would destroy it.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	creation, err := portkey.NewWorkspaces(api).PrepareCreate(ctx, plan.create, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Workspace) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.ID, plan.display()))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(plan.explainLimits(noun.Create(), err, noun.CreateFailed(err)))
		return
	}

	// Saved before anything else happens.
	state := plan.created(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), got.ID)...)
	// Other resources of the same apply may refer to what the answer lacks. A read that
	// fails leaves it to the next refresh.
	if state.lacksComputed() {
		if read, err := portkey.NewWorkspaces(api).GetUncached(ctx, got.ID); err == nil && isSame(read, got.ID) {
			resp.Diagnostics.Append(resp.State.Set(ctx, state.fillComputed(read, api.Now()))...)
		}
	}
	if added := plan.addedMetadata(got); len(added) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root("defaults").AtName("metadata"), "Portkey added metadata", addedDetail(added))
	}
}

// Read refreshes the state, and removes the workspace from it only where it is
// proven to be deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity,
	// and the framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	r.Session.NoteRefreshed(state.ID.ValueString())
	api := r.Session.API

	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	id, finding := state.ID.ValueString(), tfkit.Current
	got, err := state.read(ctx, api)
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewWorkspaces(api).Settle(ctx, id, got, func(answer portkey.Workspace) bool {
			finding = state.judge(writes, answer, r.Session.DefaultMetadata, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil && !isSame(got, id) {
		err = noun.OtherObject(id, got.ID)
	}
	if err != nil {
		prove := func(err error) portkey.Gone { return portkey.NewWorkspaces(api).ProveGoneAfter(ctx, err, state.ref()) }
		if noun.Gone(noun.Read(), err, prove, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, r.Session.DefaultMetadata, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, state.Retained)...)
}

// read reads the workspace: by a request of its own where it is not known how new
// an answer must be at least, unless it is being imported.
func (m model) read(ctx context.Context, api *portkey.Client) (portkey.Workspace, error) {
	if m.LastUpdatedAt.ValueString() != "" || m.Name == nil {
		return portkey.NewWorkspaces(api).Get(ctx, m.ID.ValueString(), m.LastUpdatedAt.ValueString())
	}
	return portkey.NewWorkspaces(api).GetUncached(ctx, m.ID.ValueString())
}

// Update writes what differs, and nothing where only spelling or the arguments
// of the provider itself differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	id := state.ID.ValueString()

	plan.LastUpdatedAt = state.LastUpdatedAt
	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	plan.Retained = state.Retained
	if changes := plan.differs(state); len(changes) > 0 {
		named := false
		if changes.Has("name") {
			body := portkey.WorkspaceCreate{Name: tfkit.Text(plan.Name), Icon: tfkit.Text(plan.Icon)}
			renaming, err := portkey.NewWorkspaces(api).PrepareRename(ctx, id, body, tfkit.IsTrue(plan.AllowDuplicateName))
			if err != nil {
				resp.Diagnostics.Append(noun.UpdateFailed(err))
				return
			}
			defer func() { renaming.End(named) }()
			if renaming.Blind() {
				r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
			}
		}
		u := newUpdate(api, plan, state, tfkit.ReadOwnWrites(ctx, req.Private))
		written, err := u.write(ctx, &resp.Diagnostics)
		named = err == nil || u.Partial
		if err != nil {
			resp.Diagnostics.Append(u.failed(ctx, err))
			if len(u.Done.differs(state)) > 0 {
				resp.Diagnostics.Append(resp.State.Set(ctx, u.Done)...)
				resp.Diagnostics.Append(u.Versions.End(ctx, resp.Private, api.Now())...)
			}
			return
		}
		resp.Diagnostics.Append(u.Versions.End(ctx, resp.Private, api.Now())...)
		plan = u.Plan
		if !u.Versions.Elsewhere && plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
		}
	}
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, plan.Retained)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}

// Delete deletes the workspace under its live name, after what it contains where
// force_delete is set. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	if why, protected := state.protection(); protected {
		resp.Diagnostics.Append(why.refusal("destroy"))
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	live, err := portkey.NewWorkspaces(api).GetUncached(ctx, state.ID.ValueString())
	if err == nil && bool(live.IsDefault.Or(false)) {
		state.IsDefault = types.BoolValue(true)
		why, _ := state.protection()
		resp.Diagnostics.Append(why.refusal("destroy"))
		return
	}
	if err == nil && !isSame(live, state.ID.ValueString()) {
		err = noun.OtherObject(state.ID.ValueString(), live.ID)
	}
	name := live.Name.Or(state.display())
	if err == nil {
		err = api.DeleteWorkspace(ctx, live.ID, name)
	}
	if portkey.IsConflict(err) {
		err = emptyAndDelete(ctx, api, live, name, tfkit.IsTrue(state.ForceDelete), err)
	}
	if portkey.IsRefused(err) {
		gone := portkey.NewWorkspaces(api).ProveGoneAfter(ctx, err, state.ref())
		if gone.Proven {
			return
		}
		resp.Diagnostics.Append(noun.Refused(noun.Destroy(), err, gone))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(deleteFailed(err))
	}
}

// emptyAndDelete answers a refused delete: it returns what the workspace contains or,
// with force, deletes what is inside and then the workspace.
func emptyAndDelete(ctx context.Context, api *portkey.Client, live portkey.Workspace, name string, force bool, refusal error) error {
	held, err := api.Contents(ctx, live)
	if err != nil {
		return fmt.Errorf("it contains something that could not be listed (%v): %w", refusal, err) //nolint:errorlint // the failed list is what needs advice
	}
	if !force {
		return &heldError{held: held, cause: refusal}
	}
	left, err := api.Empty(ctx, held)
	if err != nil {
		return &heldError{held: held, left: left, forced: true, cause: err}
	}
	err = api.DeleteWorkspace(ctx, live.ID, name)
	if portkey.IsConflict(err) {
		return &heldError{held: held, left: left, forced: true, cause: err}
	}
	if err != nil {
		return &portkey.PartialError{Done: "what it contained was deleted", Err: err}
	}
	return nil
}

// ImportState accepts an id, a slug, or an exact name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, err := portkey.NewWorkspaces(r.Session.API).Find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), found.ID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), found.ID)...)
}

// isSame reports whether an answer is about the workspace that was asked for,
// which a state may know by its slug.
func isSame(got portkey.Workspace, id string) bool {
	return got.ID == id || got.Slug.Or("") == id
}
