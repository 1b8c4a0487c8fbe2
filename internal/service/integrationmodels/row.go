package integrationmodels

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// RowResource is portkey_integration_model_access.
type RowResource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure    = (*RowResource)(nil)
	_ resource.ResourceWithIdentity     = (*RowResource)(nil)
	_ resource.ResourceWithImportState  = (*RowResource)(nil)
	_ resource.ResourceWithModifyPlan   = (*RowResource)(nil)
	_ resource.ResourceWithMoveState    = (*RowResource)(nil)
	_ resource.ResourceWithUpgradeState = (*RowResource)(nil)
)

// NewRowResource returns portkey_integration_model_access for the provider's registry.
func NewRowResource() resource.Resource { return newRowResource() }

func newRowResource() *RowResource {
	return &RowResource{tfkit.ResourceBase{Name: "integration_model_access"}}
}

// Create writes the row of the model. The rows that are created at the same time go in one
// PUT, each after a look whether somebody has enabled it. Once the PUT is answered there are
// only warnings, since an error would taint what was created.
func (r *RowResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan rowModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, ok := find(ctx, r.Session, plan.IntegrationID, &resp.Diagnostics)
	if !ok {
		return
	}
	api := r.Session.API
	var writes tfkit.OwnWrites
	sent := false
	err := at.rows.Create(ctx, plan.ModelSlug.ValueString(), func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
		live, there := plan.row(list)
		all := bool(list.AllowAllModels.Or(false))
		switch {
		case there && sent && plan.isShownBy(live, all): // the answer to the write was lost
			return nil, nil
		case there && isTaken(live, all):
			return nil, &portkey.TakenError{Words: noun.Words, Name: plan.address(), Candidates: []portkey.Candidate{{Import: plan.address()}}}
		}
		sent = true
		writes.Begin(api.Now(), tfkit.Version{}, tfkit.Answered(blank().observe(live, all).digest(), live.LastUpdatedAt.Or("")))
		return []portkey.IntegrationModelWrite{plan.write(plan.ModelSlug.ValueString(), blank().observe(live, all))}, nil
	})
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan))
		return
	}
	plan.ID = types.StringValue(plan.address())
	if list, err := at.rows.List(ctx); err == nil {
		if live, there := plan.row(list); there && plan.isShownBy(live, bool(list.AllowAllModels.Or(false))) {
			plan = plan.takeTimes(live)
		}
	}
	plan = plan.takeTimes(portkey.IntegrationModel{}) // null for what is not known
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read refreshes the state, and removes the model from it only where that is proven to have
// been deleted. All models of an integration come from one reading.
func (r *RowResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state rowModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, writes := known(r.Session, state.IntegrationID), tfkit.ReadOwnWrites(ctx, req.Private)
	list, finding, err := at.readRow(ctx, state, writes)
	now := r.Session.API.Now()
	if err != nil {
		if noun.Gone(noun.Read(), err, at.prove(ctx, req.Private, state.CreatedAt.ValueString()), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	live, there := state.row(list)
	switch {
	case finding == tfkit.Stale, !there && !state.isListed():
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	case there:
		resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(live, bool(list.AllowAllModels.Or(false)), now))...)
	default:
		if gone := state.proveAbsent(writes, now); !gone.Proven {
			resp.Diagnostics.Append(noun.Read().NotListed(gone, "model"))
			return
		}
		resp.State.RemoveResource(ctx)
	}
}

// readRow reads the list that has the row of a state. One in doubt is read again.
func (p place) readRow(ctx context.Context, state rowModel, writes tfkit.OwnWrites) (portkey.IntegrationModelList, tfkit.Finding, error) {
	list, err := p.rows.List(ctx)
	if err != nil {
		return list, tfkit.Current, err
	}
	finding := tfkit.Current
	list, err = p.rows.Settle(ctx, list, func(list portkey.IntegrationModelList) bool {
		if live, there := state.row(list); there {
			seen := state.observe(live, bool(list.AllowAllModels.Or(false)), p.api.Now())
			finding = rowVersions.Judge(writes, state, seen, live.LastUpdatedAt.Or(""), p.api.Now())
		}
		return finding != tfkit.Doubtful
	})
	return list, finding, err
}

// proveAbsent looks whether a model was deleted that the list lacks: unless it is young.
func (m rowModel) proveAbsent(writes tfkit.OwnWrites, now time.Time) portkey.Gone {
	return writes.AbsentRow(m.CreatedAt, now, "The integration does not list the model", "it")
}

// Update writes the row, and nothing where only spelling differs.
func (r *RowResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state rowModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	plan.LastUpdatedAt = state.LastUpdatedAt
	if len(plan.differs(state.settings)) > 0 {
		at, ok := find(ctx, r.Session, state.IntegrationID, &resp.Diagnostics)
		if !ok {
			return
		}
		edit := rowVersions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		if err := at.rows.Write(ctx, r.changes(edit, plan, state)); err != nil {
			resp.Diagnostics.Append(updateFailed(noun, err, at.prove(ctx, req.Private, state.CreatedAt.ValueString())))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, r.Session.API.Now())...)
		if list, err := at.rows.List(ctx); err == nil && !edit.Elsewhere {
			if live, there := plan.row(list); there && plan.isShownBy(live, bool(list.AllowAllModels.Or(false))) {
				plan.LastUpdatedAt = tfkit.OrPrior(live.LastUpdatedAt, plan.LastUpdatedAt)
			}
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// changes plans the write of an update.
func (r *RowResource) changes(edit *tfkit.Edit[rowModel], plan, state rowModel) func(portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
	return func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
		live, there := plan.row(list)
		if !there && state.Custom != nil {
			return nil, errRemoved
		}
		now, updated := r.Session.API.Now(), live.LastUpdatedAt.Or("")
		seen := state
		if there {
			seen = state.observe(live, bool(list.AllowAllModels.Or(false)), now)
		}
		base, err := edit.Compare(seen, updated, now)
		if err != nil || len(plan.differs(base.settings)) == 0 {
			return nil, err
		}
		edit.Begin(seen, updated, now)
		return []portkey.IntegrationModelWrite{plan.update(plan.ModelSlug.ValueString(), state.settings, base.settings)}, nil
	}
}

// Delete deletes a custom model, and disables one of the catalogue without its settings. That
// it was deleted before is success, once proven.
func (r *RowResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state rowModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at := toDelete(ctx, r.Session, state.IntegrationID)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	before, sent := state.settings, false
	err := at.rows.Write(ctx, func(list portkey.IntegrationModelList) ([]portkey.IntegrationModelWrite, error) {
		live, there := state.row(list)
		if there {
			rows := before.remove(state.ModelSlug.ValueString(), live, sent && bool(list.AllowAllModels.Or(false)))
			before, sent = blank(), true // what an answer leaves out is cleared once
			return deletable(rows)
		}
		if gone := state.proveAbsent(writes, at.api.Now()); !gone.Proven && !sent && state.isListed() {
			return nil, &tfkit.NotListedError{Gone: gone}
		}
		return nil, nil
	})
	if err != nil {
		resp.Diagnostics.Append(deleteFailed(noun, err, at.prove(ctx, req.Private, state.CreatedAt.ValueString()))...)
	}
}
