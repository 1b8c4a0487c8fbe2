package integrationmodels

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// SetResource is portkey_integration_models.
type SetResource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*SetResource)(nil)
	_ resource.ResourceWithIdentity    = (*SetResource)(nil)
	_ resource.ResourceWithImportState = (*SetResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*SetResource)(nil)
)

// NewSetResource returns portkey_integration_models for the provider's registry.
func NewSetResource() resource.Resource {
	return &SetResource{tfkit.ResourceBase{Name: "integration_models"}}
}

// Create gives the integration the planned models, by one PUT. It deletes only those custom
// models that the plan names.
func (r *SetResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, ok := find(ctx, r.Session, plan.IntegrationID, &resp.Diagnostics)
	if !ok {
		return
	}
	var writes tfkit.OwnWrites
	none := setModel{DeletedModels: tfkit.TextList(nil)}
	sent := false
	err := at.rows.Write(ctx, func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
		if plan.isShownBy(list) {
			return nil, nil
		}
		there := none.observe(list)
		var unplanned []string
		for _, slug := range deletions(plan.bases(), there.Models) {
			if !sent && !slices.Contains(plan.planned(), slug) {
				unplanned = append(unplanned, slug)
			}
		}
		if len(unplanned) > 0 {
			return nil, &unplannedError{unplanned}
		}
		sent = true
		writes.Begin(at.api.Now(), tfkit.Version{}, tfkit.Answered(setVersions.Digest(there), list.LastUpdatedAt()))
		return deletable(plan.rows(list, there.Models))
	})
	if err != nil {
		resp.Diagnostics.Append(setFailed(err, plan.IntegrationID.ValueString()))
		return
	}
	plan.ID = types.StringValue(at.integration)
	if plan.DeletedModels.IsUnknown() {
		plan.DeletedModels = tfkit.TextList(nil)
	}
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, at.api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(tfkit.NoteSeen(ctx, resp.Private, resp.Private, at.api.Now())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// planned are the custom models that the plan names as deleted.
func (m setModel) planned() []string {
	var slugs []string
	for _, one := range m.DeletedModels.Elements() {
		if slug, ok := one.(types.String); ok {
			slugs = append(slugs, slug.ValueString())
		}
	}
	return slugs
}

// Read refreshes the models by one reading. They leave the state once their integration is
// proven to be deleted.
func (r *SetResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !setNoun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at := known(r.Session, state.ID)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	finding := tfkit.Current
	list, err := at.rows.List(ctx)
	if err == nil {
		list, err = at.rows.Settle(ctx, list, func(list portkey.IntegrationModelList) bool {
			finding = setVersions.Judge(writes, state, state.observe(list), list.LastUpdatedAt(), at.api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
		resp.Diagnostics.Append(tfkit.NoteSeen(ctx, req.Private, resp.Private, at.api.Now())...)
	}
	switch {
	case err != nil:
		if setNoun.Gone(setNoun.Read(), err, at.prove(ctx, req.Private, tfkit.NotedSeen(ctx, req.Private)), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
	case finding == tfkit.Stale:
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(list))...)
	}
}

// Update turns the models of the state into those of the plan, and writes nothing where only
// spelling differs.
func (r *SetResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	if plan.DeletedModels.IsUnknown() {
		plan.DeletedModels = tfkit.TextList(deletions(plan.bases(), state.Models))
	}
	if len(plan.differs(state)) > 0 {
		at := known(r.Session, state.ID)
		edit := setVersions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		err := at.rows.Write(ctx, func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
			now, seen := at.api.Now(), state.observe(list)
			base, err := edit.Compare(seen, list.LastUpdatedAt(), now)
			if err != nil || len(plan.differs(base)) == 0 {
				return nil, err
			}
			edit.Begin(seen, list.LastUpdatedAt(), now)
			return deletable(append(plan.rows(list, base.Models), plan.clears(base.Models)...))
		})
		if err != nil {
			resp.Diagnostics.Append(updateFailed(setNoun, err, at.prove(ctx, req.Private, tfkit.NotedSeen(ctx, req.Private))))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, at.api.Now())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete disables what the resource enabled, and deletes its custom models.
func (r *SetResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at := known(r.Session, state.ID)
	again := false
	err := at.rows.Write(ctx, func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
		rows := state.removals(list, again)
		again = true
		return deletable(rows)
	})
	if err != nil {
		resp.Diagnostics.Append(deleteFailed(setNoun, err, at.prove(ctx, req.Private, tfkit.NotedSeen(ctx, req.Private)))...)
	}
}

// ImportState takes the ID, the slug or the name of the integration.
func (r *SetResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, setNoun, req, resp)
	if !ok {
		return
	}
	at, written, err := findForImport(ctx, r.Session.API, ref)
	if err != nil {
		resp.Diagnostics.Append(notFound(setNoun, ref, err))
		return
	}
	list, err := at.rows.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(setNoun.Import().Failed(err))
		return
	}
	state := setModel{ID: types.StringValue(at.integration), IntegrationID: types.StringValue(written), DeletedModels: tfkit.TextList(nil)}
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(list))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
