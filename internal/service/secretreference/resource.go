package secretreference

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_secret_reference.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithIdentity         = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithMoveState        = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState     = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig   = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "secret_reference"}} }

// Create creates the secret reference: one lookup of the slug or the name, one POST. Once
// the POST is answered there are only warnings, since an error would taint what was
// created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	v, _ := plan.variant()
	secrets := v.secrets(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	api, references := r.Session.API, portkey.NewSecretReferences(r.Session.API)

	slug := plan.Slug.ValueString()
	body := func(time.Time) portkey.SecretReferenceCreate { return plan.create(secrets) }
	creation, err := references.PrepareCreate(ctx, body, slug != "" || tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.SecretReference) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.ID.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(r.createFailed(ctx, err, slug))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	state = state.takeComputed(references.ReadBack(ctx, state.ID.ValueString(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Read refreshes the state, and removes the secret reference from it only where it is
// proven to be deleted.
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
	api, references, id := r.Session.API, portkey.NewSecretReferences(r.Session.API), state.ID.ValueString()

	finding := tfkit.Current
	got, err := references.GetUncached(ctx, id)
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = references.Settle(ctx, id, got, func(answer portkey.SecretReference) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = noun.MustBe(id, got.ID.Or(""))
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// prove looks whether a secret reference that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return portkey.NewSecretReferences(r.Session.API).ProveGoneAfter(ctx, err, state.ref(tfkit.NotedOrganisation(ctx, private)))
	}
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
	plan.LastUpdatedAt = state.LastUpdatedAt
	if state = r.spelledAs(ctx, plan, state); len(plan.differs(state)) > 0 {
		plan = r.write(ctx, plan, state, req, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// write sends what differs, and returns the state that it leaves.
func (r *Resource) write(ctx context.Context, plan, state model, req resource.UpdateRequest, resp *resource.UpdateResponse) model {
	api, references, id := r.Session.API, portkey.NewSecretReferences(r.Session.API), state.ID.ValueString()
	changes, named := plan.differs(state), false
	v, _ := plan.variant()
	var secrets map[string]string
	if changes.Has(v.name) {
		secrets = v.secrets(ctx, req.Config, &resp.Diagnostics)
	}
	if changes.Has("name") {
		renaming, err := references.PrepareRename(ctx, id, portkey.SecretReferenceCreate{Name: tfkit.Text(plan.Name)}, r.mayShareName(ctx, plan, req))
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return plan
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
		}
	}
	if resp.Diagnostics.HasError() {
		return plan
	}
	var removed []string
	edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
	written, err := references.Edit(ctx, id, func(live portkey.SecretReference) ([]portkey.SecretReferenceUpdate, error) {
		if err := noun.MustBe(id, live.ID.Or("")); err != nil {
			return nil, err
		}
		now, updated := api.Now(), live.LastUpdatedAt.Or("")
		seen := state.observe(live, now)
		base, err := edit.Compare(seen, updated, now)
		if err != nil {
			return nil, err
		}
		bodies := plan.changes(state, base, secrets)
		if len(bodies) > 0 {
			removed = removedFields(bodies[0].AuthConfig)
			edit.Begin(seen, updated, now)
		}
		return bodies, nil
	})
	named = err == nil
	switch {
	case portkey.IsRefused(err):
		resp.Diagnostics.Append(noun.RefusedUpdate(err, r.prove(ctx, state, req.Private)(err)))
		return plan
	case err != nil:
		resp.Diagnostics.Append(updateFailed(err, v.name, removed))
		return plan
	}
	resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	if !edit.Elsewhere && plan.isShownBy(written, api.Now()) {
		plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
	}
	return plan
}

// mayShareName reports whether the configuration allows another one of the same name.
func (r *Resource) mayShareName(ctx context.Context, plan model, req resource.UpdateRequest) bool {
	var slug *string
	req.Config.GetAttribute(ctx, path.Root("slug"), &slug)
	return slug != nil || tfkit.IsTrue(plan.AllowDuplicateName)
}

// removedFields are the fields that an update removes.
func removedFields(body portkey.AuthConfig) []string {
	var names []string
	for name, text := range body {
		if text == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Delete deletes the secret reference. That it was deleted before is success, once
// proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	references, id := portkey.NewSecretReferences(r.Session.API), state.ID.ValueString()
	live, err := references.GetUncached(ctx, id)
	if err == nil {
		err = noun.MustBe(id, live.ID.Or(""))
	}
	if err == nil {
		err = references.Delete(ctx, id, nil)
	}
	switch {
	case err == nil:
	case portkey.IsConflict(err) || portkey.IsInvalid(err):
		resp.Diagnostics.Append(noun.InUse(err, r.Session.API.SecretReferenceUse(ctx, live), "Remove it from secret_mappings there, and then destroy it again."))
	default:
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics)
	}
}

// ImportState takes the id, the slug or the exact name of a secret reference. The secrets
// are in the configuration alone, so the next apply sends them once.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, err := portkey.NewSecretReferences(r.Session.API).Find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, newModel().observe(found, r.Session.API.Now()))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), found.ID.Or(""))...)
}
