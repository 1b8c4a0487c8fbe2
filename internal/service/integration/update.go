package integration

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update writes what differs, and nothing where only spelling or the arguments of the
// create differ. Names are free, since slugs distinguish integrations.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known := secretsOf(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	state.Notes = tfkit.ReadNotes[notes](ctx, req.Private)
	plan.Notes = state.Notes
	plan.SecretMappings = tfkit.ResolveMappings(plan.SecretMappings, r.Session.SecretReferenceSlug(ctx))
	state.SecretMappings = tfkit.ResolveMappings(state.SecretMappings, r.Session.SecretReferenceSlug(ctx))
	done := plan
	done.LastUpdatedAt, done.MaskedKey = state.LastUpdatedAt, state.MaskedKey
	if len(plan.differs(state)) > 0 {
		u := update{r: r, plan: plan, state: state, known: known, done: done}
		if !u.write(ctx, req, resp) {
			return
		}
		done = u.done
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, done)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), done.ID)...)
}

// update is one update under way.
type update struct {
	r           *Resource
	plan, state model
	known       secrets
	// done is the state after it.
	done model
	// wrote is what was sent, nil if nothing was.
	wrote *written
}

// write writes what differs. It reports false, with an error, if that failed.
func (u *update) write(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) bool {
	api, of := u.r.Session.API, nounOf(u.state)
	edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), u.plan, u.state)
	integrations := portkey.NewIntegrations(api, u.r.Session.KnownWorkspaceID(ctx, u.state.WorkspaceID))
	answer, err := integrations.Edit(ctx, u.state.address(), func(live portkey.Integration) ([]portkey.IntegrationUpdate, error) {
		if err := u.state.mustBe(live); err != nil {
			return nil, err
		}
		now, updated := api.Now(), live.LastUpdatedAt.Or("")
		seen := u.state.observe(live, now)
		base, err := edit.Compare(seen, updated, now)
		if err != nil {
			return nil, err
		}
		bodies := u.plan.changes(u.state, base, u.known, live)
		if len(bodies) > 0 {
			edit.Begin(seen, updated, now)
			sent := bodies[0]
			u.wrote = &written{
				removed: u.state.removed(u.plan, u.known, live), configurations: sent.Configurations.IsPresent(),
				description: sent.Description.IsPresent(), before: live,
			}
			if unsent := u.unsent(live); u.wrote.configurations && len(unsent) > 0 && !u.r.Session.IsPlanning(u.state.address()) {
				resp.Diagnostics.Append(withoutSecrets(unsent))
			}
		}
		return bodies, nil
	})
	if portkey.IsRefused(err) {
		resp.Diagnostics.Append(of.RefusedUpdate(err, u.r.prove(ctx, u.state, req.Private)(err)))
		return false
	}
	if err != nil {
		resp.Diagnostics.Append(of.UpdateFailed(err))
		return false
	}
	resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	u.done.MaskedKey = tfkit.OrPrior(answer.MaskedKey, u.done.MaskedKey)
	if u.wrote != nil {
		u.wrote.answer = answer
		after, kept := u.plan.afterWrite(u.known, *u.wrote)
		u.done.Notes = after
		resp.Diagnostics.Append(tfkit.WriteNotes(ctx, resp.Private, after)...)
		if len(kept) > 0 {
			resp.Diagnostics.Append(stillThere(kept))
		}
	}
	if !edit.Elsewhere && u.done.isShownBy(answer, api.Now()) {
		u.done.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, u.done.LastUpdatedAt)
	}
	return true
}

// unsent are the secrets that the server has, and that the update neither sends nor
// removes.
func (u *update) unsent(live portkey.Integration) []string {
	return slices.DeleteFunc(u.plan.lacking(u.known, maskedNames(live)), func(name string) bool { return slices.Contains(u.wrote.removed, name) })
}
