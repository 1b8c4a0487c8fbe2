package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// versions compare versions of a provider by what they contain: answers have no time of an
// update.
var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(model) string { return "" },
	UpdatedAt: func(model) string { return "" },
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
	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	plan.Retained, plan.Status, plan.LastResetAt = state.Retained, state.Status, state.LastResetAt
	u := update{api: r.Session.API, plan: plan, state: state, workspaceID: r.workspaceID(ctx, state)}
	if len(plan.differs(state)) > 0 {
		written, err := u.write(ctx, &resp.Diagnostics)
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(refusedUpdate(err, r.prove(ctx, state, u.workspaceID)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		u.plan.Status = tfkit.OrPrior(written.Status, u.plan.Status)
		u.plan.LastResetAt = tfkit.OrPrior(written.LastResetAt, u.plan.LastResetAt)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, u.plan)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, u.plan.ID, u.workspaceID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, u.plan.Retained)...)
}

// update is one update under way.
type update struct {
	api         *portkey.Client
	plan, state model
	workspaceID string
}

// write writes what differs, and returns the provider as it was read back.
func (u *update) write(ctx context.Context, diags *diag.Diagnostics) (portkey.Provider, error) {
	edit := versions.Edit(tfkit.OwnWrites{}, u.plan, u.state)
	written, err := u.edit(ctx, func(live portkey.Provider) ([]portkey.ProviderUpdate, error) {
		now := u.api.Now()
		if _, err := edit.Compare(u.state.observe(live, now), "", now); err != nil {
			return nil, err
		}
		return u.plan.changes(u.workspaceID, u.state, live, now), nil
	})
	if err == nil && u.plan.differs(u.state).Has("note") && tfkit.Text(u.plan.Note) == "" {
		written = u.settleNote(ctx, written, diags)
	}
	return written, err
}

// edit sends the bodies that a plan makes of the live provider.
func (u *update) edit(ctx context.Context, plan func(portkey.Provider) ([]portkey.ProviderUpdate, error)) (portkey.Provider, error) {
	return portkey.NewProviders(u.api, u.workspaceID).Edit(ctx, u.state.address(), func(live portkey.Provider) ([]portkey.ProviderUpdate, error) {
		if err := u.state.mustBe(live); err != nil {
			return nil, err
		}
		return plan(live)
	})
}

// settleNote sees to a note that was cleared and is still there: it is cleared in the
// other form, and if it stays, that is reported and remembered.
func (u *update) settleNote(ctx context.Context, written portkey.Provider, diags *diag.Diagnostics) portkey.Provider {
	note := func(p portkey.Provider) string { return p.Note.Or("") }
	body := portkey.ProviderUpdate{WorkspaceID: u.workspaceID, Note: portkey.Null[string]()}
	written, retained, cause := tfkit.ClearAgain(ctx, written, note, body, u.edit)
	u.plan.Retained = retained
	tfkit.WarnOfRetained("note", retained, cause, diags)
	return written
}
