package policy

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update writes what differs, and nothing where only spelling or the arguments of the
// provider itself differ. What was spent is reset last, once all else was written.
func (r *Resource[M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	state = state.keeping(tfkit.Noted(ctx, req.Private, keptKey))
	plan = plan.asBefore(state).keeping(state.kept())
	workspaceID := r.workspaceID(ctx, state)
	if len(plan.differs(state)) > 0 {
		if plan = r.write(ctx, plan, state, workspaceID, req, resp); resp.Diagnostics.HasError() {
			return
		}
	}
	if plan.resets(state) {
		if err := resetAll(ctx, r.Session.API, workspaceID, plan.shared().id()); err != nil {
			resp.Diagnostics.Append(r.resetFailed(err))
			plan = plan.untriggered(state)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.shared().ID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, keptKey, plan.kept())...)
}

// write sends what differs, and returns the state that it leaves.
func (r *Resource[M]) write(ctx context.Context, plan, state M, workspaceID string, req resource.UpdateRequest, resp *resource.UpdateResponse) M {
	api, policies, id := r.Session.API, r.policies(workspaceID), state.shared().id()
	named := false
	if plan.differs(state).Has("name") {
		renaming, err := policies.PrepareRename(ctx, id, portkey.PolicyCreate{Name: tfkit.Text(plan.shared().Name)}, plan.mayShareName())
		if err != nil {
			resp.Diagnostics.Append(r.noun.UpdateFailed(err))
			return plan
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", r.noun.BlindDetail())
		}
	}
	edit := versions[M]().Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
	written, err := policies.Edit(ctx, id, func(live portkey.Policy) ([]portkey.PolicyUpdate, error) {
		if err := r.noun.MustBe(id, live.ID.Or("")); err != nil {
			return nil, err
		}
		now, updated := api.Now(), live.LastUpdatedAt.Or("")
		seen := state.observe(live, now)
		base, err := edit.Compare(seen, updated, now)
		if err != nil {
			return nil, err
		}
		bodies := plan.changes(state, base, live, now)
		if len(bodies) > 0 {
			edit.Begin(seen, updated, now)
		}
		return bodies, nil
	})
	named = err == nil
	switch {
	case portkey.IsRefused(err):
		resp.Diagnostics.Append(r.noun.RefusedUpdate(err, r.prove(ctx, state, workspaceID)(err)))
		return plan
	case err != nil:
		resp.Diagnostics.Append(r.noun.UpdateFailed(err))
		return plan
	}
	if plan.differs(state).Has("description") && plan.described() == "" {
		var kept string
		written, kept = r.settleDescription(ctx, policies, state, written, edit, &resp.Diagnostics)
		plan = plan.keeping(kept)
	}
	resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	if !edit.Elsewhere && isShownBy(plan, written, api.Now()) {
		shared := plan.shared() // what else is there is planned as it was
		shared.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, shared.LastUpdatedAt)
		plan = plan.takeComputed(written).sharing(shared)
	}
	return plan
}

// settleDescription sees to a description that was cleared and is still there: it is cleared
// in the other form, and if it stays, that is reported and remembered.
func (r *Resource[M]) settleDescription(
	ctx context.Context, policies *portkey.Policies, state M, written portkey.Policy, edit *tfkit.Edit[M], diags *diag.Diagnostics,
) (read portkey.Policy, kept string) {
	description := func(p portkey.Policy) string { return p.Description.Or("") }
	body := portkey.PolicyUpdate{Description: portkey.Some("")}
	send := func(ctx context.Context, bodies func(portkey.Policy) ([]portkey.PolicyUpdate, error)) (portkey.Policy, error) {
		return policies.Edit(ctx, state.shared().id(), func(live portkey.Policy) ([]portkey.PolicyUpdate, error) {
			all, err := bodies(live)
			if len(all) > 0 {
				now := r.Session.API.Now()
				edit.Begin(state.observe(live, now), live.LastUpdatedAt.Or(""), now)
			}
			return all, err
		})
	}
	read, kept, cause := tfkit.ClearAgain(ctx, written, description, body, send)
	tfkit.WarnOfRetained("description", kept, cause, diags)
	return read, kept
}

// resetAll sets to zero what was spent for all values of a usage limits policy, one after
// the other. What was not spent is left alone.
func resetAll(ctx context.Context, api *portkey.Client, workspaceID, id string) error {
	all, err := api.PolicyEntities(ctx, id)
	if err != nil {
		return err
	}
	done := 0
	for _, one := range all {
		if usage, known := one.CurrentUsage.Get(); known && usage == 0 {
			continue
		}
		if err := api.ResetPolicyUsage(ctx, workspaceID, id, one.ID.Or("")); err != nil {
			if done > 0 {
				err = &portkey.PartialError{Done: fmt.Sprintf("the usage of %d values was reset", done), Err: err}
			}
			return err
		}
		done++
	}
	return nil
}

// resetFailed is the error of a reset that a change of reset_usage_trigger asked for.
func (r *Resource[M]) resetFailed(err error) diag.Diagnostic {
	done := "Nothing was reset."
	var partial *portkey.PartialError
	if errors.As(err, &partial) {
		done = "Before that, " + partial.Done + "."
	}
	failed := tfkit.Act{Verb: "reset usage of", Noun: r.noun.One, Right: r.noun.Right("update")}.Failed(err,
		"Resetting what was spent, as a change of reset_usage_trigger asks for, failed. "+done+
			" All other changes were written. The state keeps the previous reset_usage_trigger, so that the next apply resets it again.")
	return diag.NewAttributeErrorDiagnostic(path.Root("reset_usage_trigger"), failed.Summary(), failed.Detail())
}
