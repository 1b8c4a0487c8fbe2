package promptcollection

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_prompt_collection.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "prompt_collection"}} }

// Create creates the collection: one lookup of the name, one POST. Once the POST is
// answered there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	collections := portkey.NewPromptCollections(api, workspaceID)

	body := func(time.Time) portkey.PromptCollectionCreate { return plan.create(workspaceID) }
	creation, err := collections.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.PromptCollection) bool {
			return plan.isShownBy(found, api.Now()) && api.IsPromptCollection(ctx, plan.ParentCollectionID.ValueString(), found.ParentCollectionID.Or(""))
		})
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	state = state.takeComputed(collections.ReadBack(ctx, state.ID.ValueString(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Read refreshes the state, and removes the collection from it only where it is proven to be
// deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	finding := tfkit.Current
	collections := portkey.NewPromptCollections(api, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
	got, err := collections.Get(ctx, state.ID.ValueString(), state.LastUpdatedAt.ValueString())
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = collections.Settle(ctx, state.ID.ValueString(), got, func(answer portkey.PromptCollection) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = state.mustBe(got)
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// prove looks whether a collection that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		return portkey.NewPromptCollections(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(workspaceID))
	}
}

// mustBe is an error for an answer about another collection than the one that was asked for.
func (m model) mustBe(answer portkey.PromptCollection) error {
	if id := m.ID.ValueString(); answer.ID.Or("") != id && answer.Slug.Or("") != id { // the vendor's state may have the slug
		return noun.OtherObject(id, answer.ID.Or(answer.Slug.Or("")))
	}
	return nil
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
	api := r.Session.API

	plan.LastUpdatedAt = state.LastUpdatedAt
	if len(plan.differs(state)) > 0 {
		named := false
		collections := portkey.NewPromptCollections(api, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
		body := portkey.PromptCollectionCreate{Name: tfkit.Text(plan.Name)}
		renaming, err := collections.PrepareRename(ctx, state.ID.ValueString(), body, tfkit.IsTrue(plan.AllowDuplicateName))
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
		}
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		written, err := collections.Edit(ctx, state.ID.ValueString(), func(live portkey.PromptCollection) ([]portkey.PromptCollectionUpdate, error) {
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
			resp.Diagnostics.Append(noun.RefusedUpdate(err, r.prove(ctx, state)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if !edit.Elsewhere && plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete deletes the collection, unless it contains something: whether Portkey rejects that
// is not on record. That it was deleted before is success, once proven. The default
// collection is left as it is, as the plan has warned: it can't be deleted, and goes with its
// workspace, which the same destroy may be about to delete.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	collections := portkey.NewPromptCollections(r.Session.API, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))

	live, err := collections.GetUncached(ctx, state.ID.ValueString())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil && bool(live.IsDefault.Or(false)) {
		return
	}
	if err == nil {
		if inside := r.Session.API.PromptCollectionContents(ctx, live); len(inside.Inside) > 0 {
			resp.Diagnostics.Append(notEmpty(inside))
			return
		}
		err = collections.Delete(ctx, state.ID.ValueString(), nil)
	}
	switch {
	case err == nil:
	case portkey.IsConflict(err) || portkey.IsInvalid(err):
		resp.Diagnostics.Append(inUse(err))
	default:
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state), &resp.Diagnostics)
	}
}

// ImportState takes the id or the slug of a collection, or its exact name, the latter behind
// its workspace with the key of an organisation: workspace/name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, workspaceID, err := tfkit.FindWithin(ctx, r.Session, portkey.NewPromptCollections, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindWithinFailed(err, workspaceID))
		return
	}
	state := model{attributes: attributes{WorkspaceID: workspaceID}}.takeComputed(found)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.WorkspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
