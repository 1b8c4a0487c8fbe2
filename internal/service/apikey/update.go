package apikey

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
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
	u := r.newUpdate(plan, state, tfkit.ReadOwnWrites(ctx, req.Private))
	if !u.write(ctx, resp) {
		return
	}
	var err error
	if u.Done, err = u.Done.encryptHeld(); err != nil {
		warnOfEncryption(err, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, u.Done)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), u.Done.ID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, u.Done.Retained)...)
	if plan.rotates(state) {
		u.rotate(ctx, resp)
	}
}

// update is one update under way.
type update struct {
	limits.Update[model, portkey.APIKey, portkey.APIKeyCreate, portkey.APIKeyUpdate]
	r *Resource
	// wrote reports that all but a rotation was written.
	wrote bool
}

func (r *Resource) newUpdate(plan, state model, writes tfkit.OwnWrites) *update {
	u, id := &update{r: r}, state.ID.ValueString()
	u.Objects, u.Now, u.ID = portkey.NewAPIKeys(r.Session.API, state.kind()), r.Session.API.Now, id
	u.Plan, u.State, u.Done = plan, state, state
	u.Versions = versions.Edit(writes, plan, state)
	u.Of = limits.Owner[model, portkey.APIKey, portkey.APIKeyUpdate]{
		Check: func(live portkey.APIKey) error { return noun.MustBe(id, live.ID.Or("")) },
		Seen: func(live portkey.APIKey, now time.Time) model {
			return state.observe(live, types.MapNull(types.StringType), now)
		},
		UpdatedAt: func(k portkey.APIKey) string { return k.LastUpdatedAt.Or("") },
		Writes:    func(to model) bool { return len(to.differs(state)) > 0 || to.resetsUsage(state) },
		Changes: func(to model, live portkey.APIKey, now time.Time) ([]portkey.APIKeyUpdate, error) {
			return to.changes(state, live, now), nil
		},
		Limits:   func(m model) []limits.UsageLimit { return m.UsageLimits },
		With:     func(m model, usage []limits.UsageLimit) model { m.UsageLimits = usage; return m },
		Answered: func(k portkey.APIKey) portkey.Opt[portkey.UsageLimits] { return k.UsageLimits },
		Body: func(usage portkey.Opt[[]portkey.UsageLimit]) portkey.APIKeyUpdate {
			list := usage.Or(nil)
			if len(list) == 0 {
				return portkey.APIKeyUpdate{UsageLimits: portkey.Null[portkey.UsageLimit]()}
			}
			return portkey.APIKeyUpdate{UsageLimits: portkey.Some(list[0])}
		},
	}
	return u
}

// write writes all but a rotation. It reports false, with an error, if that failed.
func (u *update) write(ctx context.Context, resp *resource.UpdateResponse) bool {
	if !u.Of.Writes(u.Plan) {
		u.Done = u.Plan.asBefore(u.State)
		return true
	}
	api, of := u.r.Session.API, nounOf(u.r.Session.API, u.State.kind())
	named := false
	if u.Plan.differs(u.State).Has("name") {
		body := u.Plan.create(u.r.Session.KnownWorkspaceID(ctx, u.State.WorkspaceID), time.Time{})
		renaming, err := u.Objects.PrepareRename(ctx, u.ID, body, tfkit.IsTrue(u.Plan.AllowDuplicateName))
		if err != nil {
			resp.Diagnostics.Append(of.UpdateFailed(err))
			return false
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			u.r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
		}
	}
	written, refusal, err := u.Write(ctx)
	limits.WarnOfClearing(noun, refusal, &resp.Diagnostics)
	named = err == nil || u.Partial
	if err != nil {
		resp.Diagnostics.Append(u.failed(ctx, of, err))
		if len(u.Done.differs(u.State)) > 0 {
			resp.Diagnostics.Append(resp.State.Set(ctx, u.Done.asBefore(u.State))...)
			resp.Diagnostics.Append(u.Versions.End(ctx, resp.Private, api.Now())...)
		}
		return false
	}
	u.wrote = true
	u.Done = u.Plan.asBefore(u.State)
	if u.Plan.differs(u.State).Has("description") {
		written = u.settleDescription(ctx, written, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(u.Versions.End(ctx, resp.Private, api.Now())...)
	u.Done.Status = tfkit.OrPrior(written.Status, u.Done.Status)
	u.Done.LastResetAt = tfkit.OrPrior(written.LastResetAt, u.Done.LastResetAt)
	if !u.Versions.Elsewhere && u.Done.isShownBy(written, api.Now()) {
		u.Done.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, u.Done.LastUpdatedAt)
	}
	return true
}

// settleDescription sees to a description that was cleared and is still there: it is
// cleared in the other form, and if it stays, that is reported and remembered.
func (u *update) settleDescription(ctx context.Context, written portkey.APIKey, diags *diag.Diagnostics) portkey.APIKey {
	u.Done.Retained = ""
	if tfkit.Text(u.Plan.Description) != "" {
		return written
	}
	description := func(k portkey.APIKey) string { return k.Description.Or("") }
	written, retained, cause := u.ClearText(ctx, written, description, portkey.APIKeyUpdate{Description: portkey.Some("")})
	u.Done.Retained = retained
	tfkit.WarnOfRetained("description", retained, cause, diags)
	return written
}

// failed explains a failed update.
func (u *update) failed(ctx context.Context, of tfkit.Noun, err error) diag.Diagnostic {
	if failed, cleared := u.ClearedFailed(of, err); cleared {
		return failed
	}
	if portkey.IsRefused(err) {
		return of.RefusedUpdate(err, u.r.prove(ctx, u.State)(err))
	}
	return of.UpdateFailed(err)
}

// rotate rotates the key, of which done is in the state by then.
func (u *update) rotate(ctx context.Context, resp *resource.UpdateResponse) {
	api := u.r.Session.API
	writes := u.Versions.OwnWrites
	writes.Begin(api.Now(), writes.Stored(u.Done.digest(), u.Done.LastUpdatedAt.ValueString()), tfkit.Version{})
	rotated, err, encryptErr := u.Done.rotate(ctx, api)
	if err != nil {
		failed := u.rotateFailed(ctx, err)
		resp.Diagnostics.Append(failed.diagnostic)
		resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, lostRotationKey, failed.lostUntil)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, failed.state)...)
		return
	}
	rotated.RotateTrigger = u.Plan.RotateTrigger
	resp.Diagnostics.Append(resp.State.Set(ctx, rotated)...)
	warnOfEncryption(encryptErr, &resp.Diagnostics)
	rotated = rotated.readBack(ctx, api, u.Done.MaskedKey)
	resp.Diagnostics.Append(resp.State.Set(ctx, rotated)...)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, lostRotationKey, "")...)
}
