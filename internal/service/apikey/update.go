package apikey

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update writes what differs, and nothing where only spelling or the arguments of the
// provider itself differ. A rotation comes last, once all else was written and saved, so
// that its secret is saved right after it.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	if err := plan.canEncrypt(); err != nil {
		resp.Diagnostics.Append(cannotEncrypt(noun.Update(), err))
		return
	}
	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	plan.Retained = state.Retained
	plan, state = plan.resolve(r.configID(ctx)), state.resolve(r.configID(ctx))
	u := update{r: r, plan: plan, state: state, done: plan.asBefore(state)}
	u.versions = versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
	if !u.write(ctx, resp) {
		return
	}
	var err error
	if u.done, err = u.done.encryptHeld(); err != nil {
		warnOfEncryption(err, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, u.done)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), u.done.ID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, u.done.Retained)...)
	if plan.rotates(state) {
		u.rotate(ctx, resp)
	}
}

// update is one update under way.
type update struct {
	r           *Resource
	plan, state model
	versions    *tfkit.Edit[model]
	// done is the state as far as the update got, wrote whether a PUT was sent.
	done  model
	wrote bool
}

// write writes all but a rotation. It reports false, with an error, if that failed.
func (u *update) write(ctx context.Context, resp *resource.UpdateResponse) bool {
	changes := u.plan.differs(u.state)
	if len(changes) == 0 && !u.plan.resetsUsage(u.state) {
		return true
	}
	api, of := u.r.Session.API, u.r.noun(u.state)
	keys, id := api.APIKeys(u.state.kind()), u.state.ID.ValueString()
	named := false
	if changes.Has("name") {
		body := u.plan.create(u.r.Session.KnownWorkspaceID(ctx, u.state.WorkspaceID), time.Time{})
		renaming, err := keys.PrepareRename(ctx, id, body, tfkit.IsTrue(u.plan.AllowDuplicateName))
		if err != nil {
			resp.Diagnostics.Append(of.UpdateFailed(err))
			return false
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			u.r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
		}
	}
	written, err := keys.Edit(ctx, id, func(live portkey.APIKey) ([]portkey.APIKeyUpdate, error) {
		if err := noun.MustBe(id, live.ID.Or("")); err != nil {
			return nil, err
		}
		now, updated := api.Now(), live.LastUpdatedAt.Or("")
		seen := u.state.observe(live, types.MapNull(types.StringType), now)
		if _, err := u.versions.Compare(seen, updated, now); err != nil {
			return nil, err
		}
		bodies := u.plan.changes(u.state, live, now)
		if len(bodies) > 0 {
			u.versions.Begin(seen, updated, now)
			u.wrote = true
		}
		return bodies, nil
	})
	named = err == nil
	if portkey.IsRefused(err) {
		resp.Diagnostics.Append(of.RefusedUpdate(err, u.r.prove(ctx, u.state)(err)))
		return false
	}
	if err != nil {
		resp.Diagnostics.Append(of.UpdateFailed(err))
		return false
	}
	resp.Diagnostics.Append(u.versions.End(ctx, resp.Private, api.Now())...)
	u.done.Status = tfkit.OrPrior(written.Status, u.done.Status)
	u.done.LastResetAt = tfkit.OrPrior(written.LastResetAt, u.done.LastResetAt)
	if !u.versions.Elsewhere && u.done.isShownBy(written, api.Now()) {
		u.done.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, u.done.LastUpdatedAt)
	}
	return true
}

// rotate rotates the key, of which done is in the state by then.
func (u *update) rotate(ctx context.Context, resp *resource.UpdateResponse) {
	api := u.r.Session.API
	writes := u.versions.OwnWrites
	writes.Begin(api.Now(), writes.Stored(u.done.digest(), u.done.LastUpdatedAt.ValueString()), tfkit.Version{})
	rotated, err, encryptErr := u.done.rotate(ctx, api)
	if err != nil {
		failed := u.rotateFailed(ctx, err)
		resp.Diagnostics.Append(failed.diagnostic)
		resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, lostRotationKey, failed.lostUntil)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, failed.state)...)
		return
	}
	rotated.RotateTrigger = u.plan.RotateTrigger
	resp.Diagnostics.Append(resp.State.Set(ctx, rotated)...)
	warnOfEncryption(encryptErr, &resp.Diagnostics)
	rotated = rotated.readBack(ctx, api, u.done.MaskedKey)
	resp.Diagnostics.Append(resp.State.Set(ctx, rotated)...)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, lostRotationKey, "")...)
}
